package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.delivery.intake.Admission;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets messages in that their account may send; the others end here, or wait. */
final class Admittance {
    private static final long ASK_AGAIN_MILLIS = 500;

    private final Admission admission;
    private final Originality originality;
    private final Refusals refusals;
    private final Departure departure;
    private final Clock clock;
    private final Vertx vertx;

    Admittance(
            Admission admission,
            Originality originality,
            Refusals refusals,
            Departure departure,
            Clock clock,
            Vertx vertx) {
        this.admission = admission;
        this.originality = originality;
        this.refusals = refusals;
        this.departure = departure;
        this.clock = clock;
        this.vertx = vertx;
    }

    void admit(Arrival arrival) {
        RecordEnd end = arrival.end();
        if (arrival.reception().epoch().ended()) {
            end.abandoned();
        } else if (!arrival.reception().epoch().holds()) {
            askAgain(arrival);
        } else if (arrival.pending().isEmpty()) {
            end.settled();
        } else {
            decide(arrival, clock.instant());
        }
    }

    private void decide(Arrival arrival, Instant now) {
        RecordEnd end = arrival.end();
        String account = admission.accountOf(arrival.mail());
        if (originality.endsCopy(arrival, account)) {
            return;
        }
        if (!now.isBefore(arrival.mail().expiresAt())) {
            accept(arrival, account, c -> end.with(refusals.expired(c, c.pending())));
            return;
        }
        switch (admission.admit(arrival.mail(), now)) {
            case Admission.Verdict.Admitted admitted ->
                accept(arrival, admitted.account(), c -> departure.depart(c, end, clock.instant()));
            case Admission.Verdict.NotYet notYet -> askAgain(arrival);
            case Admission.Verdict.Suspended suspended ->
                accept(
                        arrival,
                        suspended.account(),
                        c -> departure.hold(c, HoldReason.ACCOUNT_SUSPENDED, end, clock.instant()));
            case Admission.Verdict.Closed closed ->
                accept(arrival, closed.account(), c -> {
                    String sentence = "account \"" + closed.account() + "\" is closed";
                    end.with(refusals.bounce(c, c.pending(), Category.REJECTED, sentence, null));
                });
            case Admission.Verdict.Refused refused -> refuse(arrival, account, refused);
        }
    }

    /** Takes the step once nothing that follows can be lost, nor be sent twice, and the bad recipients have their events. */
    private void accept(Arrival arrival, @Nullable String account, Consumer<Consignment> step) {
        originality.claim(arrival, account, () -> {
            // A rule may have come, or gone, while the claim was written: it is decided anew whose the message is.
            boolean sameOwner = Objects.equals(admission.accountOf(arrival.mail()), account);
            if (!sameOwner || !arrival.reception().epoch().holds()) {
                admit(arrival);
            } else {
                bounceBad(arrival, () -> step.accept(arrival.of(account)));
            }
        });
    }

    private void refuse(Arrival arrival, @Nullable String account, Admission.Verdict.Refused refused) {
        originality.free(arrival, account);
        bounceBad(
                arrival,
                () -> arrival.end()
                        .refused(() -> refusals.refused(
                                arrival.of(account), arrival.pending(), refused.code(), refused.sentence())));
    }

    private void bounceBad(Arrival arrival, Runnable step) {
        if (arrival.bad().isEmpty()) {
            step.run();
        } else {
            refusals.badRecipients(arrival).whenComplete((v, e) -> arrival.end().guarded(step));
        }
    }

    private void askAgain(Arrival arrival) {
        vertx.setTimer(ASK_AGAIN_MILLIS, id -> arrival.end().guarded(() -> admit(arrival)));
    }
}
