package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryReader;
import io.privatesmtp.delivery.retry.RetryState;
import org.jboss.logging.Logger;

/** Retries enter the central loop like submissions. */
final class RetryRelease implements RetryReader.Sink {
    private static final Logger LOG = Logger.getLogger(RetryRelease.class);

    private final Dispatcher dispatcher;
    private final Failures failures;
    private final Budget budget;

    RetryRelease(Dispatcher dispatcher, Failures failures, Budget budget) {
        this.dispatcher = dispatcher;
        this.failures = failures;
        this.budget = budget;
    }

    @Override
    public boolean hasRoom(int bytes) {
        return Budget.isLarge(bytes)
                ? budget.hasRoomForLarge(Priority.TRANSACTIONAL)
                : budget.hasRoom(Priority.TRANSACTIONAL);
    }

    @Override
    public void release(Incoming submission, Origin consumed, Reception reception, RetryState state) {
        dispatcher.accept(submission, consumed, reception, state);
    }

    @Override
    public void unreadable(Incoming record, Origin consumed, Reception reception, String sentence) {
        failures.unreadable(record, consumed, reception, sentence).whenComplete((v, e) -> {
            if (e != null) {
                LOG.errorf(e, "%s cannot even become a dead letter: see the record itself", consumed);
            }
            reception.settled();
        });
    }
}
