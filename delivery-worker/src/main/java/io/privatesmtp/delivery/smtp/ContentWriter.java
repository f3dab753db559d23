package io.privatesmtp.delivery.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * Puts a message on the wire: all but its last piece as fast as the server takes it, then, with the permit, the last
 * piece and the final dot in one write. So a short message waits whole, and a permit is not held by a long one's upload.
 */
final class ContentWriter {
    private static final int PIECE = 65_536;
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    /** What the dialogue has to know. */
    interface Listener {
        /** Whether anybody still waits for the end. */
        boolean underWay();

        /** Whether the final dot may be written; answers on the session's context. */
        Future<Boolean> permit();

        /** No permit: the dot is never written. */
        void refused();

        /** The next write holds the final dot. */
        void writingDot();

        /** The final dot left this host. */
        void written();
    }

    private final NetSocket wire;
    private final byte[] stuffed;
    private final Deadline deadline;
    private final Duration withoutProgress;
    private final Listener listener;
    private int sent;

    ContentWriter(NetSocket wire, byte[] stuffed, Deadline deadline, Duration withoutProgress, Listener listener) {
        this.wire = wire;
        this.stuffed = stuffed;
        this.deadline = deadline;
        this.withoutProgress = withoutProgress;
        this.listener = listener;
    }

    /** Writes until the socket is full, and goes on when it has drained. */
    void write() {
        while (listener.underWay() && stuffed.length - sent > PIECE) {
            if (wire.writeQueueFull()) {
                wire.drainHandler(drained -> {
                    wire.drainHandler(null);
                    write();
                });
                return;
            }
            wire.write(Buffer.buffer(Unpooled.wrappedBuffer(stuffed, sent, PIECE)));
            deadline.stage(withoutProgress);
            sent += PIECE;
        }
        if (!listener.underWay()) {
            return;
        }
        deadline.noStage();
        listener.permit().onComplete(answer -> {
            if (!listener.underWay()) {
                return;
            }
            if (answer.succeeded() && Boolean.TRUE.equals(answer.result())) {
                finish();
            } else {
                listener.refused();
            }
        });
    }

    private void finish() {
        listener.writingDot();
        deadline.stage(withoutProgress);
        ByteBuf rest = Unpooled.wrappedBuffer(stuffed, sent, stuffed.length - sent);
        wire.write(Buffer.buffer(Unpooled.wrappedBuffer(rest, Unpooled.wrappedBuffer(FINAL_DOT))))
                .onSuccess(done -> listener.written());
    }
}
