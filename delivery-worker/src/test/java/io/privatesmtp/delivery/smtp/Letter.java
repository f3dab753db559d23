package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.message.WireMessage;
import io.privatesmtp.delivery.message.WireTarget;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A transaction of the tests. */
record Letter(String mailFrom, List<String> recipients, byte[] bytes, boolean begins, Future<Boolean> permit)
        implements Transaction {
    static final String TEXT = "Subject: hello\r\n\r\nThis is a test.\r\n";

    static Letter to(String... recipients) {
        return new Letter(
                "ann@sender.test",
                List.of(recipients),
                TEXT.getBytes(StandardCharsets.US_ASCII),
                true,
                Future.succeededFuture(true));
    }

    Letter from(String sender) {
        return new Letter(sender, recipients, bytes, begins, permit);
    }

    Letter saying(byte[] content) {
        return new Letter(mailFrom, recipients, content, begins, permit);
    }

    Letter withPermit(Future<Boolean> answer) {
        return new Letter(mailFrom, recipients, bytes, begins, answer);
    }

    Letter stopped() {
        return new Letter(mailFrom, recipients, bytes, false, permit);
    }

    @Override
    public WireMessage content(WireTarget target) {
        boolean eightBit = false;
        for (byte b : bytes) {
            eightBit |= b < 0;
        }
        return WireMessage.of(bytes, eightBit, false);
    }

    @Override
    public boolean mayBegin() {
        return begins;
    }

    @Override
    public Future<Boolean> mayFinish() {
        return permit;
    }
}
