package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;

/** What a reply is awaited to; the greeting answers the connection itself. */
enum Verb {
    GREETING(Stage.GREETING),
    EHLO(Stage.EHLO),
    HELO(Stage.EHLO),
    STARTTLS(Stage.STARTTLS),
    AUTH(Stage.EHLO),
    RSET(Stage.MAIL_FROM),
    MAIL(Stage.MAIL_FROM),
    RCPT(Stage.RCPT_TO),
    DATA(Stage.DATA),
    DOT(Stage.END_OF_DATA),
    QUIT(Stage.END_OF_DATA);

    private final Stage stage;

    Verb(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    /** The verb of a command line of the client. */
    static Verb of(String line) {
        return ".".equals(line)
                ? DOT
                : valueOf(line.length() > 4 && line.charAt(4) == ' ' ? line.substring(0, 4) : line);
    }
}
