package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.delivery.intake.Admission;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;

/** Lets messages in that their account may send; the others end here, or wait. */
final class Admittance {
    private static final long ASK_AGAIN_MILLIS = 500;

    private final Admission admission;
    private final Refusals refusals;
    private final Departure departure;
    private final Clock clock;
    private final Vertx vertx;

    Admittance(Admission admission, Refusals refusals, Departure departure, Clock clock, Vertx vertx) {
        this.admission = admission;
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
        if (!now.isBefore(arrival.mail().expiresAt())) {
            end.with(refusals.expired(arrival.of(admission.accountOf(arrival.mail())), arrival.pending()));
            return;
        }
        switch (admission.admit(arrival.mail(), now)) {
            case Admission.Verdict.Admitted admitted ->
                departure.depart(arrival.of(admitted.account()), arrival.end(), now);
            case Admission.Verdict.NotYet notYet -> askAgain(arrival);
            case Admission.Verdict.Suspended suspended -> {
                Consignment held = arrival.of(suspended.account());
                held.hold(new Consignment.Holding(
                        held.pending(), HoldReason.ACCOUNT_SUSPENDED, DialogueFacts.NONE, null));
                departure.settle(held, end);
            }
            case Admission.Verdict.Closed closed ->
                end.with(refusals.bounce(
                        arrival.of(closed.account()),
                        arrival.pending(),
                        Category.REJECTED,
                        "account \"" + closed.account() + "\" is closed",
                        null));
            case Admission.Verdict.Refused refused ->
                end.with(refusals.refused(
                        arrival.of(admission.accountOf(arrival.mail())),
                        arrival.pending(),
                        refused.code(),
                        refused.sentence()));
        }
    }

    private void askAgain(Arrival arrival) {
        vertx.setTimer(ASK_AGAIN_MILLIS, id -> arrival.end().guarded(() -> admit(arrival)));
    }
}
