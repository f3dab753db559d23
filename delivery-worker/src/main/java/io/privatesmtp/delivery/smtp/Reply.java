package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;

/**
 * A reply as it was parsed.
 *
 * @param code 200 to 599
 * @param text its lines joined by line feeds, without their codes and without control characters
 */
record Reply(int code, String text) {
    private static final int MAX_EVENT_TEXT = 2_048;
    /** "Service not available, closing transmission channel", at any time (RFC 5321 section 3.8). */
    private static final int CLOSING = 421;

    boolean done() {
        return code >= 200 && code < 300;
    }

    boolean goOn() {
        return code >= 300 && code < 400;
    }

    /** The server does not know the command, or will not take it in this form: 500 to 509 (RFC 5321 section 4.2.1). */
    boolean unknownCommand() {
        return code >= 500 && code < 510;
    }

    boolean closing() {
        return code == CLOSING;
    }

    SmtpReply at(Stage stage) {
        String bounded = text.length() <= MAX_EVENT_TEXT ? text : text.substring(0, MAX_EVENT_TEXT);
        return new SmtpReply(stage, code, EnhancedStatus.leading(text), bounded);
    }
}
