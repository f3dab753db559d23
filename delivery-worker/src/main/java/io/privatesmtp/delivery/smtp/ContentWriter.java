package io.privatesmtp.delivery.smtp;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    /** What is not written yet begins at the position of each. */
    private final List<ByteBuffer> stuffed;

    private final Deadline deadline;
    private final Duration withoutProgress;
    private final Listener listener;

    ContentWriter(
            NetSocket wire, List<ByteBuffer> stuffed, Deadline deadline, Duration withoutProgress, Listener listener) {
        this.wire = wire;
        this.stuffed = stuffed;
        this.deadline = deadline;
        this.withoutProgress = withoutProgress;
        this.listener = listener;
    }

    /** Writes until the socket is full, and goes on when it has drained. */
    void write() {
        while (listener.underWay() && unsent() > PIECE) {
            if (wire.writeQueueFull()) {
                wire.drainHandler(drained -> {
                    wire.drainHandler(null);
                    write();
                });
                return;
            }
            wire.write(buffer(next(PIECE)));
            deadline.stage(withoutProgress);
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
        List<ByteBuffer> rest = next(PIECE);
        rest.add(ByteBuffer.wrap(FINAL_DOT));
        wire.write(buffer(rest)).onSuccess(done -> listener.written());
    }

    private long unsent() {
        long octets = 0;
        for (ByteBuffer part : stuffed) {
            octets += part.remaining();
        }
        return octets;
    }

    /** So many octets of what is not written yet, or all of it where it is less. */
    private List<ByteBuffer> next(int octets) {
        List<ByteBuffer> taken = new ArrayList<>();
        int missing = octets;
        for (ByteBuffer part : stuffed) {
            int length = Math.min(missing, part.remaining());
            if (length > 0) {
                taken.add(part.slice(part.position(), length));
                part.position(part.position() + length);
                missing -= length;
            }
        }
        return taken;
    }

    private static Buffer buffer(List<ByteBuffer> parts) {
        return Buffer.buffer(Unpooled.wrappedBuffer(parts.toArray(ByteBuffer[]::new)));
    }
}
