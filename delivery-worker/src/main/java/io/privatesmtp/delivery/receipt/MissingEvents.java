package io.privatesmtp.delivery.receipt;

import java.util.concurrent.CompletableFuture;

/** Writes events that a retry record announced before its writer died. */
public interface MissingEvents {
    /** Completed when it is acknowledged; until then no offset of its partition is committed. */
    CompletableFuture<Void> announced(AnnouncedEvent event);
}
