package io.privatesmtp.provisioning.outbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who did what, when. Written with the change, never changed or deleted. */
@Entity
@Table(name = "history")
public class HistoryEntry {
    /** The sequence of the fact. */
    @Id
    long id;

    @Nullable
    String account;

    String type;

    /** The id of what changed. */
    String subject;

    long version;
    String actor;

    @Nullable
    String reason;

    Instant at;
}
