package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.message.WireMessage;
import io.privatesmtp.delivery.message.WireTarget;
import io.vertx.core.Future;
import java.util.List;

/** One mail transaction (RFC 5321 section 3.3): what is sent, and who may still stop it. */
public interface Transaction {
    /** The reverse-path, "" for the null sender. */
    String mailFrom();

    /** Forward-paths, 1 to 50. */
    List<String> recipients();

    /** Makes the message once the server's extensions are known. */
    WireMessage content(WireTarget target);

    /** Asked before MAIL: false ends the transaction before it begins ({@link TransactionReport#abandoned}). */
    boolean mayBegin();

    /**
     * Asked before the final dot; the dot waits for the answer. False closes the connection without the dot, so that the
     * server delivers nothing. The stages' deadlines do not run meanwhile, the transaction's does.
     */
    Future<Boolean> mayFinish();
}
