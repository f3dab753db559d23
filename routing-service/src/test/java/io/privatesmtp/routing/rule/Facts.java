package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.provisioning.AccountFact;
import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.DomainFact;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.bus.submission.OnFailure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts as the provisioning service writes them; the sequence number is also the minute of the fact. */
final class Facts {
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private Facts() {}

    static Fact approved(long sequence, String account, String request, String ip, String... domains) {
        return request(FactType.ROUTING_APPROVED, sequence, account, request, ip, domains);
    }

    static Fact withdrawn(long sequence, String account, String request, String ip, String... domains) {
        return request(FactType.ROUTING_WITHDRAWN, sequence, account, request, ip, domains);
    }

    static Fact request(FactType type, long sequence, String account, String request, String ip, String... domains) {
        String state = type.type().substring("routing.".length());
        return new Fact(
                type,
                new RoutingRequestFact(
                        change(sequence, account),
                        request,
                        ip,
                        List.of(domains),
                        false,
                        WhenUnusable.HOLD,
                        null,
                        new DkimReference("s1", account + "-s1"),
                        state));
    }

    static Fact removed(long sequence, String account, String domain, @Nullable String request) {
        return new Fact(FactType.DOMAIN_REMOVED, new DomainFact(change(sequence, account), domain, request));
    }

    static Fact account(FactType type, long sequence, String account) {
        AccountState state = switch (type) {
            case ACCOUNT_CLOSED -> AccountState.CLOSED;
            case ACCOUNT_SUSPENDED -> AccountState.SUSPENDED;
            default -> AccountState.OPEN;
        };
        return new Fact(
                type,
                new AccountFact(
                        change(sequence, account), account, null, state, AccountLimits.DEFAULT, OnFailure.EVENTS));
    }

    static Fact source(FactType type, long sequence, @Nullable String account, String ip, SourceKind kind) {
        return new Fact(
                type,
                new SourceIpFact(
                        change(sequence, account), ip, "mx.psr.test", kind, "direct", SourceState.ACTIVE, null));
    }

    private static Change change(long sequence, @Nullable String account) {
        return new Change(account, sequence, sequence, "operator", null, START.plusSeconds(60 * sequence));
    }
}
