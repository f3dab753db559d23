package io.privatesmtp.internet;

import java.time.Duration;

/** What a receiving host does next. */
public sealed interface Verdict {
    Verdict ACCEPT = new Accept();
    Verdict DROP = new Drop();

    /** Answers as servers do when all is well. */
    record Accept() implements Verdict {}

    /** Answers this; after 421 the connection is closed (RFC 5321 section 3.8). */
    record Reply(int code, String text) implements Verdict {}

    /** Closes the connection without an answer. */
    record Drop() implements Verdict {}

    /** Waits, then does the rest. */
    record Delay(Duration time, Verdict then) implements Verdict {}

    static Verdict reply(int code, String text) {
        return new Reply(code, text);
    }

    static Verdict after(Duration time, Verdict then) {
        return new Delay(time, then);
    }
}
