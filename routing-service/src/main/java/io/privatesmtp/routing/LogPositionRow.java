package io.privatesmtp.routing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** How far one partition of a topic was folded. */
@Entity
@Table(name = "log_position")
@IdClass(LogPositionRow.Key.class)
class LogPositionRow {
    record Key(String topic, int partition) implements Serializable {}

    @Id
    String topic;

    @Id
    int partition;

    @Column(name = "next_offset")
    long nextOffset;
}
