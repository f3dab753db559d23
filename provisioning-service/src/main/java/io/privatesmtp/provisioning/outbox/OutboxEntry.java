package io.privatesmtp.provisioning.outbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A fact that waits to be published; the relay deletes it when the broker has it. */
@Entity
@Table(name = "outbox")
class OutboxEntry {
    @Id
    long id;

    /** Of the record: the account, or the address where it is nobody's. */
    String key;

    String type;
    Instant at;
    byte[] payload;
}
