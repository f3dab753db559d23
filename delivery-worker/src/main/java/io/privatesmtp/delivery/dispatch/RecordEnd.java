package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The end of one consumed record, which comes once, whichever way: settled, or abandoned to the partition's next owner. A
 * record that our own code fails on becomes a dead letter; its partition goes on.
 */
final class RecordEnd {
    private static final Logger LOG = Logger.getLogger(RecordEnd.class);

    private final Incoming submission;
    private final Origin consumed;
    private final Reception reception;
    private final @Nullable RetryState state;
    private final Failures failures;
    private final Runnable giveBack;
    private final AtomicBoolean reached = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile Supplier<CompletableFuture<Void>> beforeRefusal = () -> CompletableFuture.completedFuture(null);
    private volatile @Nullable Consignment consignment;

    /**
     * @param state what the retry record says; null for a submission
     * @param giveBack what the record took while it was under way
     */
    RecordEnd(
            Incoming submission,
            Origin consumed,
            Reception reception,
            @Nullable RetryState state,
            Failures failures,
            Runnable giveBack) {
        this.submission = submission;
        this.consumed = consumed;
        this.reception = reception;
        this.state = state;
        this.failures = failures;
        this.giveBack = giveBack;
    }

    /** Once the end has come, whichever way. */
    void then(Runnable step) {
        over.thenRun(step);
    }

    /** From now on it is known what comes of whom. */
    Consignment about(Consignment message) {
        consignment = message;
        return message;
    }

    /** Takes a step of the record's way; should it throw, that is the record's end. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "%s cannot be processed", consumed);
            fail(e);
        }
    }

    /** Settled when all is acknowledged. */
    void with(CompletableFuture<Void> acknowledged) {
        byOwner(acknowledged.thenApply(v -> true));
    }

    /** Settled where the result is true, abandoned where it is false; whatever goes wrong, the end comes. */
    void byOwner(CompletableFuture<Boolean> settled) {
        settled.whenComplete((ours, e) -> {
            if (e == null) {
                reach(ours);
            } else {
                LOG.errorf(e, "what follows from %s cannot be written", consumed);
                fail(e);
            }
        });
    }

    /** Should the record be refused yet, this comes first: it takes back what the record has claimed. */
    void refusedAfter(Supplier<CompletableFuture<Void>> takeBack) {
        beforeRefusal = takeBack;
    }

    /** Settled when the refusal is acknowledged. */
    void refused(Supplier<CompletableFuture<Void>> refusal) {
        with(CompletableFuture.completedFuture(null)
                .thenCompose(v -> beforeRefusal.get())
                .thenCompose(v -> refusal.get()));
    }

    void settled() {
        reach(true);
    }

    void abandoned() {
        reach(false);
    }

    private void fail(Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        String sentence = "internal error: " + cause.getClass().getSimpleName();
        CompletableFuture.completedFuture(null)
                .thenCompose(v -> beforeRefusal.get())
                .handle((v, e) -> failures.failed(submission, consumed, reception, state, consignment, sentence))
                .thenCompose(written -> written)
                .whenComplete((v, e) -> {
                    if (e != null) {
                        LOG.errorf(
                                e,
                                "%s cannot even become a dead letter: see the record itself, as long as its topic keeps it",
                                consumed);
                    }
                    reach(true);
                });
    }

    private void reach(boolean settled) {
        if (!reached.compareAndSet(false, true)) {
            return;
        }
        giveBack.run();
        if (settled) {
            reception.settled();
        } else {
            reception.abandoned();
        }
        over.complete(null);
    }
}
