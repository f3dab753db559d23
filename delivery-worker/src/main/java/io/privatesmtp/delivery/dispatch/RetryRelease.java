package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryReader;
import io.privatesmtp.delivery.retry.RetryState;

/** Retries enter the central loop like submissions. */
final class RetryRelease implements RetryReader.Sink {
    private final Dispatcher dispatcher;
    private final Refusals refusals;
    private final Budget budget;

    RetryRelease(Dispatcher dispatcher, Refusals refusals, Budget budget) {
        this.dispatcher = dispatcher;
        this.refusals = refusals;
        this.budget = budget;
    }

    @Override
    public boolean hasRoom() {
        return budget.hasRoom(Priority.TRANSACTIONAL);
    }

    @Override
    public void release(Incoming submission, Origin consumed, Reception reception, RetryState state) {
        dispatcher.accept(submission, consumed, reception, state);
    }

    @Override
    public void unreadable(Incoming record, Origin consumed, Reception reception, ErrorCode code, String sentence) {
        refusals.unreadable(record, consumed, code, sentence).thenRun(reception::settled);
    }
}
