package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.seen.SeenIds;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets a submission be accepted once. The first claims its id, and nothing comes of it before the claim is acknowledged: a
 * record that a crash leaves settled without its entry would not be looked at again, and its copy would be sent. A copy
 * becomes a dead letter, without events: its recipients have, or will have, those of the first.
 */
final class Originality {
    private final SeenIds ids;
    private final Refusals refusals;
    private final Vertx vertx;

    Originality(SeenIds ids, Refusals refusals, Vertx vertx) {
        this.ids = ids;
        this.refusals = refusals;
        this.vertx = vertx;
    }

    /** Whether it is a copy of a submission that was accepted, whatever would be decided of it; it is ended then. */
    boolean endsCopy(Arrival arrival, @Nullable String account) {
        CompletableFuture<Origin> original = arrival.first() ? ids.originalOf(arrival.mail(), account) : null;
        if (original == null) {
            return false;
        }
        arrival.end().byOwner(original.thenCompose(first -> end(arrival, first)));
        return true;
    }

    /** Takes the step once the submission's id is its own. Retries go on at once: theirs is since they were accepted. */
    void claim(Arrival arrival, @Nullable String account, Runnable step) {
        if (!arrival.first() || !arrival.mail().named()) {
            step.run();
            return;
        }
        RecordEnd end = arrival.end();
        free(arrival, account);
        ids.claim(arrival.mail(), account)
                .whenComplete((original, e) -> end.guarded(() -> {
                    if (e != null) {
                        throw new IllegalStateException("the id cannot be claimed", e);
                    } else if (original != null) {
                        end(arrival, original);
                    } else {
                        // Away from the producer's thread, which has acknowledgements to hand out.
                        vertx.runOnContext(v -> end.guarded(step));
                    }
                }));
    }

    /** Should the submission be refused, its id will be free for a better one, even where it was accepted before a crash. */
    void free(Arrival arrival, @Nullable String account) {
        if (arrival.first()) {
            arrival.end().refusedAfter(() -> ids.takeBack(arrival.mail(), account));
        }
    }

    private CompletableFuture<Boolean> end(Arrival arrival, Origin original) {
        return arrival.reception().epoch().ended()
                ? CompletableFuture.completedFuture(false)
                : refusals.duplicate(arrival, original).thenApply(v -> true);
    }
}
