package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.SubmissionSink;
import io.privatesmtp.delivery.receipt.Reception;
import jakarta.enterprise.context.ApplicationScoped;

/** Submissions enter the central loop. */
@ApplicationScoped
class SubmissionEntry implements SubmissionSink {
    private final Dispatcher dispatcher;
    private final Budget budget;

    SubmissionEntry(Dispatcher dispatcher, Budget budget) {
        this.dispatcher = dispatcher;
        this.budget = budget;
    }

    @Override
    public boolean hasRoom(Priority priority) {
        return budget.hasRoom(priority);
    }

    @Override
    public boolean isLarge(long bytes) {
        return Budget.isLarge(bytes);
    }

    @Override
    public boolean hasRoomForLarge(Priority priority) {
        return budget.hasRoomForLarge(priority);
    }

    @Override
    public void onRoom(Runnable listener) {
        budget.onRoom(listener);
    }

    @Override
    public void accept(Incoming submission, Origin consumed, Reception reception) {
        dispatcher.accept(submission, consumed, reception, null);
    }
}
