package io.privatesmtp.delivery.control;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlDirective.Directive;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.bus.routing.ControlScope.Kind;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Recipient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps back what an operator suspended or cancelled. Cancelling wins: whoever suspends an account to look at its mail must be
 * able to cancel some of it. A suspended source address is not replaced by another: that is what its state is for.
 */
public final class ControlGate implements Gate {
    private final Directives directives;

    public ControlGate(Directives directives) {
        this.directives = directives;
    }

    @Override
    public @Nullable Objection objection(Passage passage, Recipient recipient) {
        if (directives.isEmpty()) {
            return null;
        }
        Objection objection = null;
        for (ControlScope scope : scopes(passage, recipient)) {
            ControlDirective directive = directives.inForce(scope, passage.now());
            if (directive != null && directive.directive() == Directive.CANCEL) {
                return new Objection.Bounce(Category.CANCELLED, sentence(scope, directive));
            } else if (directive != null) {
                objection = new Objection.Hold(HoldReason.CONTROL);
            }
        }
        return objection;
    }

    /** From the narrowest to the widest: the first that cancels is named. */
    private static List<ControlScope> scopes(Passage passage, Recipient recipient) {
        List<ControlScope> scopes = new ArrayList<>(5);
        scopes.add(ControlScope.message(passage.account(), passage.mail().messageId()));
        scopes.add(new ControlScope(Kind.RECIPIENT_DOMAIN, recipient.domain()));
        add(scopes, Kind.DOMAIN, passage.mail().senderDomain());
        add(scopes, Kind.ACCOUNT, passage.account());
        add(
                scopes,
                Kind.SOURCE,
                passage.route() == null ? null : passage.route().sourceIp());
        return scopes;
    }

    private static void add(List<ControlScope> scopes, Kind kind, @Nullable String value) {
        if (value != null) {
            scopes.add(new ControlScope(kind, value));
        }
    }

    private static String sentence(ControlScope scope, ControlDirective directive) {
        String by = directive.actor() == null ? "" : " by " + ContractViolation.shown(directive.actor());
        String why = directive.reason() == null ? "" : ": " + ContractViolation.shown(directive.reason());
        return "cancelled" + by + ", as all mail of " + scope + why;
    }
}
