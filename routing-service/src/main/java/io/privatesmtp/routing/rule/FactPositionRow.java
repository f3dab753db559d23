package io.privatesmtp.routing.rule;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far one partition of {@code provisioning.events} was folded. */
@Entity
@Table(name = "fact_position")
class FactPositionRow {
    @Id
    int partition;

    @Column(name = "next_offset")
    long nextOffset;
}
