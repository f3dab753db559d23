package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;

/** What stands for a reply where none came: code 0, a status of RFC 3463 that we can say ourselves, and a sentence. */
enum Fault {
    /** The source address could not be bound. */
    SOURCE_UNUSABLE(4, 3, 5),
    NO_CONNECTION(4, 4, 1),
    CONNECTION_LOST(4, 4, 2),
    TIMED_OUT(4, 4, 2),
    NOT_SMTP(4, 5, 0),
    TLS_REQUIRED(4, 7, 4),
    TLS_HANDSHAKE(4, 7, 5),
    /** The server does not take our login (RFC 4954 section 6). */
    LOGIN_REFUSED(4, 7, 8),
    /** The caller took the transaction back. */
    STOPPED(4, 3, 0),
    /** Ours, and not the server's. */
    LOCAL(4, 3, 0),
    BAD_SENDER(5, 1, 7),
    BAD_RECIPIENT(5, 1, 3),
    NO_SMTPUTF8(5, 6, 7);

    private final EnhancedStatus enhanced;

    Fault(int statusClass, int subject, int detail) {
        this.enhanced = new EnhancedStatus(statusClass, subject, detail);
    }

    SmtpReply at(Stage stage, String sentence) {
        return new SmtpReply(stage, 0, enhanced, sentence);
    }
}
