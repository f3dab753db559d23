package io.privatesmtp.delivery.receipt;

/** Writes events that a retry record announced before its writer died. */
public interface MissingEvents {
    void announced(AnnouncedEvent event);
}
