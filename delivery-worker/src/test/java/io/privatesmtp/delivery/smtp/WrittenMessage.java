package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.Seal;
import io.privatesmtp.delivery.message.WireMessage;
import io.privatesmtp.delivery.message.WireOctets;
import io.privatesmtp.delivery.message.WireTarget;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The message of a written dialogue; remembers the last form that it went out in. */
final class WrittenMessage implements Transaction {
    private static final int LARGE_LINES = 2_500_000;

    private final String sender;
    private final List<String> recipients;
    private final RawBody body;
    private volatile byte[] rendered = {};

    private WrittenMessage(String sender, List<String> recipients, String text) {
        this.sender = sender;
        this.recipients = recipients;
        this.body = RawBody.read(text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, "seed", "sender.test");
    }

    static WrittenMessage of(WrittenDialogue written) {
        String sender = written.setting("from", "ann@sender.test");
        return new WrittenMessage(
                "<>".equals(sender) ? "" : sender,
                List.of(written.setting("to", "bob@rcpt.test").split(" ")),
                text(written.setting("content", "plain")));
    }

    private static String text(String kind) {
        String from = "From: ann@sender.test\r\n";
        return switch (kind) {
            case "plain" -> from + "Subject: hello\r\n\r\nThis is a test.\r\n";
            case "eight-bit" ->
                from + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n";
            case "utf8-subject" -> from + "Subject: Grüße\r\n\r\nhello\r\n";
            case "utf8-address" -> "From: jürgen@sender.test\r\n\r\nhello\r\n";
            case "dots" -> from + "\r\n.\r\n..\r\n.hidden\r\n\r\n.\r\n";
            case "large" -> from + "\r\n" + "0123456789\r\n".repeat(LARGE_LINES);
            default -> throw new IllegalArgumentException("no content " + kind);
        };
    }

    /** What the server must have got, dots doubled. */
    byte[] rendered() {
        return rendered;
    }

    @Override
    public String mailFrom() {
        return sender;
    }

    @Override
    public List<String> recipients() {
        return recipients;
    }

    @Override
    public WireMessage content(WireTarget target) {
        WireMessage message = body.render(target, "Received: by out.sender.test", Seal.NONE);
        rendered = WireOctets.stuffed(message);
        return message;
    }

    @Override
    public boolean mayBegin() {
        return true;
    }

    @Override
    public Future<Boolean> mayFinish() {
        return Future.succeededFuture(true);
    }
}
