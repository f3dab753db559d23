package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.provisioning.AccountFact;
import io.privatesmtp.bus.provisioning.DomainFact;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provisioning event together with its type, which is what it means. */
record Fact(FactType type, ProvisioningEvent event) {
    /** @throws RuntimeException when the record is no fact that the contract knows */
    static Fact read(@Nullable String type, byte @Nullable [] json) {
        FactType known = FactType.of(Require.present("ce_type", type));
        return new Fact(known, ProvisioningEvent.read(known, Require.present("value", json)));
    }

    long sequence() {
        return event.change().sequence();
    }

    /** The rows that decide what this fact changes. */
    Scope scope() {
        return switch (event) {
            case RoutingRequestFact request -> Scope.ofDomains(request.domains());
            case DomainFact domain -> Scope.ofDomains(Set.of(domain.domain()));
            case SourceIpFact source -> Scope.ofSource(source.ip());
            case AccountFact account -> Scope.ofAccount(account.id(), type == FactType.ACCOUNT_CLOSED);
        };
    }
}
