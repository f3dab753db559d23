package io.privatesmtp.bus.event;

import io.privatesmtp.bus.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt's dialogue showed; every part is null as far as the attempt did not get there.
 *
 * @param boundAddress the local address of the socket, never copied from the rule
 * @param door host:port of the door or proxy that the connection went through, null where it left from our own socket
 * @param ehlo the name we gave
 * @param reply the reply that decided
 * @param durationMillis from the begin of the attempt to its outcome
 */
public record DialogueFacts(
        @Nullable Route route,
        @Nullable String boundAddress,
        @Nullable BoundBy boundBy,
        @Nullable String door,
        @Nullable MxHost mx,
        @Nullable String ehlo,
        @Nullable TlsFacts tls,
        @Nullable SmtpReply reply,
        @Nullable Long durationMillis) {

    public static final DialogueFacts NONE = new DialogueFacts(null, null, null, null, null, null, null, null, null);

    /** Before any connection: only the route and what stands for a reply is known. */
    public static DialogueFacts unconnected(@Nullable Route route, @Nullable SmtpReply reply) {
        return new DialogueFacts(route, null, null, null, null, null, null, reply, null);
    }
}
