package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.event.TlsFacts;
import io.privatesmtp.bus.smtp.SmtpReply;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a transaction: one verdict for each recipient, in their order. Every send ends in a report; it never fails.
 *
 * @param origin where the connection left from, null where there was none
 * @param ehlo the name we gave
 * @param tls null in the clear
 * @param abandoned nothing was tried, or nothing can have been delivered, because the caller stopped it
 * @param connected whether a TCP connection stood; if not, the next address of the host may be tried
 * @param obstacle null where none is known that the caller can get round
 */
public record TransactionReport(
        List<Verdict> verdicts,
        @Nullable BoundSource origin,
        String ehlo,
        @Nullable TlsFacts tls,
        boolean abandoned,
        boolean connected,
        @Nullable Obstacle obstacle) {

    /** The address that the connection left from, null where there was none, or nobody says. */
    public @Nullable InetAddress bound() {
        return origin == null ? null : origin.address();
    }

    /** What became of one recipient, and the reply that decided. */
    public sealed interface Verdict {
        SmtpReply reply();

        /** A 2yz reply to the final dot. */
        record Accepted(SmtpReply reply) implements Verdict {}

        /** Not taken for now: 4yz, or no reply before the final dot. */
        record TransientFailure(SmtpReply reply) implements Verdict {}

        /** 5yz, or (code 0, enhanced 5.y.z) our own word that this server can never take it. */
        record PermanentFailure(SmtpReply reply) implements Verdict {}

        /** The final dot was written, and no reply to it came: the message may have been taken. */
        record Uncertain(SmtpReply reply) implements Verdict {}
    }
}
