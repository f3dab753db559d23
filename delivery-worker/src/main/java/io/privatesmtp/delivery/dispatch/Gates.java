package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All gates, in their order. Whom a gate keeps back is bounced or held, the others stay pending. */
final class Gates {
    private final List<Gate> beforeRouting;
    private final List<Gate> beforeLeaving;
    private final List<Gate> atTheWire;
    private final Refusals refusals;

    /**
     * @param beforeRouting asked before the source address is picked
     * @param beforeLeaving asked once it is known
     * @param atTheWire asked once more before MAIL: what was decided while the message waited for its session; without effects
     */
    Gates(List<Gate> beforeRouting, List<Gate> beforeLeaving, List<Gate> atTheWire, Refusals refusals) {
        this.beforeRouting = List.copyOf(beforeRouting);
        this.beforeLeaving = List.copyOf(beforeLeaving);
        this.atTheWire = List.copyOf(atTheWire);
        this.refusals = refusals;
    }

    void beforeRouting(Consignment c, Instant now) {
        pass(beforeRouting, c, null, now);
    }

    void beforeLeaving(Consignment c, Route route, Instant now) {
        pass(beforeLeaving, c, route, now);
        c.passed(route);
    }

    /** Whether nothing speaks against sending to these recipients by now. */
    boolean open(Consignment c, List<Recipient> recipients, Route route, Instant now) {
        Passage passage = passage(c, route, now);
        return recipients.stream().allMatch(recipient -> first(atTheWire, passage, recipient) == null);
    }

    private static Passage passage(Consignment c, @Nullable Route route, Instant now) {
        return new Passage(
                c.mail(), c.account(), c.state().attempts(), c.state().counted(), route, now);
    }

    private void pass(List<Gate> gates, Consignment c, @Nullable Route route, Instant now) {
        if (gates.isEmpty()) {
            return;
        }
        Passage passage = passage(c, route, now);
        List<Recipient> through = new ArrayList<>(c.pending().size());
        Map<Objection, List<Recipient>> back = new LinkedHashMap<>();
        for (Recipient recipient : c.pending()) {
            Objection objection = first(gates, passage, recipient);
            if (objection == null) {
                through.add(recipient);
            } else {
                back.computeIfAbsent(objection, o -> new ArrayList<>()).add(recipient);
            }
        }
        c.keep(through);
        back.forEach((objection, recipients) -> keepBack(c, objection, recipients, route));
    }

    private static @Nullable Objection first(List<Gate> gates, Passage passage, Recipient recipient) {
        for (Gate gate : gates) {
            Objection objection = gate.objection(passage, recipient);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private void keepBack(Consignment c, Objection objection, List<Recipient> recipients, @Nullable Route route) {
        switch (objection) {
            case Objection.Bounce bounce ->
                c.await(refusals.bounce(c, recipients, bounce.category(), bounce.sentence(), route));
            case Objection.Hold hold -> {
                DialogueFacts dialogue = route == null ? DialogueFacts.NONE : DialogueFacts.unconnected(route, null);
                c.hold(new Consignment.Holding(recipients, hold.reason(), dialogue, null));
            }
            case Objection.Park park -> c.park(recipients, Duration.ZERO);
        }
    }
}
