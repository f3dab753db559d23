package io.privatesmtp.delivery.mx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** An answer as it is remembered: ready to be given again, with the order of equals drawn anew each time. */
final class KnownAnswer {
    private final MxAnswer answer;
    private final long expires;
    private final boolean hasEquals;
    private final CompletionStage<MxAnswer> stage;

    KnownAnswer(MxAnswer answer, long expires) {
        this.answer = answer;
        this.expires = expires;
        this.hasEquals = answer instanceof MxAnswer.Hosts hosts && MxOrder.hasEquals(hosts.candidates());
        this.stage = CompletableFuture.completedStage(answer);
    }

    /** On the ticker's scale, in nanoseconds. */
    long expires() {
        return expires;
    }

    MxAnswer answer(RandomGenerator random) {
        return hasEquals ? new MxAnswer.Hosts(MxOrder.drawn(((MxAnswer.Hosts) answer).candidates(), random)) : answer;
    }

    /** Complete already. */
    CompletionStage<MxAnswer> stage(RandomGenerator random) {
        return hasEquals ? CompletableFuture.completedStage(answer(random)) : stage;
    }
}
