package io.privatesmtp.delivery.smtp;

import io.vertx.core.Future;

/**
 * One connection to one server from one source address, opened by the first transaction. One transaction at a time;
 * call it from one event loop.
 */
public interface SmtpSession {
    SessionSpec spec();

    /** Ends with a report, always, within the deadlines; the future never fails. */
    Future<TransactionReport> send(Transaction transaction);

    /** Transactions finished so far. */
    int transactions();

    /** Whether another transaction may follow on this connection. */
    boolean reusable();

    /** Says QUIT and closes, whatever the server does. */
    Future<Void> quit();

    /** Closes the socket now; a transaction under way ends with its report. */
    void abort();
}
