package io.privatesmtp.bench.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;

/** One client's dialogue. Knows what it must of RFC 5321, and takes everything that comes between 354 and the dot. */
final class Session {
    private static final int LONGEST_LINE = 2_048;
    private static final int REPLIES = 32 << 10;

    /** How much of CR LF . CR LF was seen, while a message comes; the line break before the first line counts. */
    private static final int LINE_BREAK_SEEN = 2;

    private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

    private final Deferrals deferrals;
    private final byte[] line = new byte[LONGEST_LINE];
    private final ByteBuffer replies = ByteBuffer.allocate(REPLIES);
    private int length;
    private boolean content;
    private int matched;
    private int recipients;
    private boolean over;

    Session(Deferrals deferrals) {
        this.deferrals = deferrals;
        reply("220 sink.test ESMTP");
    }

    boolean isOver() {
        return over;
    }

    /** What is to be written now. */
    ByteBuffer replies() {
        var written = replies.duplicate().flip();
        replies.clear();
        return written;
    }

    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !over) {
            if (content) {
                takeContent(bytes);
            } else {
                takeCommand(bytes.get());
            }
        }
    }

    private void takeContent(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var b = bytes.get();
            if (b == END[matched]) {
                matched++;
            } else {
                matched = b == '\r' ? 1 : 0;
            }
            if (matched == END.length) {
                content = false;
                reply("250 2.0.0 Ok");
                return;
            }
        }
    }

    private void takeCommand(byte b) {
        if (b != '\n') {
            if (length == LONGEST_LINE) {
                over = true;
            } else {
                line[length++] = b;
            }
            return;
        }
        var end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        var command = new String(line, 0, end, US_ASCII);
        length = 0;
        answer(command);
    }

    private void answer(String command) {
        var verb = command.length() < 4 ? "" : command.substring(0, 4).toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> reply("250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 52428800");
            case "HELO", "NOOP" -> reply("250 2.0.0 Ok");
            case "MAIL", "RSET" -> {
                recipients = 0;
                reply("250 2.1.0 Ok");
            }
            case "RCPT" -> recipient(command);
            case "DATA" -> data();
            case "QUIT" -> {
                reply("221 2.0.0 Bye");
                over = true;
            }
            default -> reply("502 5.5.2 Unknown");
        }
    }

    private void recipient(String command) {
        var path = command.substring(Math.max(0, command.indexOf('<')));
        if (deferrals.refuses(path)) {
            reply("451 4.7.1 Come back later");
        } else {
            recipients++;
            reply("250 2.1.5 Ok");
        }
    }

    private void data() {
        if (recipients == 0) {
            reply("503 5.5.1 No recipients");
        } else {
            content = true;
            matched = LINE_BREAK_SEEN;
            reply("354 Go ahead");
        }
    }

    /** A client that sends so many commands at once that their answers have no room is not spoken to any more. */
    private void reply(String text) {
        var octets = (text + "\r\n").getBytes(US_ASCII);
        if (octets.length > replies.remaining()) {
            over = true;
        } else {
            replies.put(octets);
        }
    }
}
