package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.outbox.Aggregate;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account's wish that mail of some domains leave from an address of its own, and what became of it. */
@Entity
@Table(name = "routing_request")
class RoutingRequest implements Aggregate {
    @Id
    String id;

    String account;
    String ip;
    String[] domains;

    @Column(name = "include_subdomains")
    boolean includeSubdomains;

    @Enumerated(EnumType.STRING)
    @Column(name = "when_unusable")
    WhenUnusable whenUnusable;

    @Nullable
    String note;

    @Column(name = "dkim_selector")
    @Nullable
    String dkimSelector;

    @Column(name = "dkim_key_ref")
    @Nullable
    String dkimKeyRef;

    @Enumerated(EnumType.STRING)
    RequestState state;

    @Nullable
    String reason;

    @Column(name = "opened_by")
    String openedBy;

    @Column(name = "opened_at")
    Instant openedAt;

    @Column(name = "decided_by")
    @Nullable
    String decidedBy;

    @Column(name = "decided_at")
    @Nullable
    Instant decidedAt;

    @Version
    long version = 1;

    static RoutingRequest open(String account, NewRoutingRequest wanted, Act act) {
        RoutingRequest request = new RoutingRequest();
        request.id = UUID.randomUUID().toString();
        request.account = account;
        request.ip = wanted.ip();
        request.domains = wanted.domains().toArray(String[]::new);
        request.includeSubdomains = wanted.includeSubdomains();
        request.whenUnusable = wanted.whenUnusable();
        request.note = wanted.note();
        DkimReference dkim = wanted.dkim();
        request.dkimSelector = dkim == null ? null : dkim.selector();
        request.dkimKeyRef = dkim == null ? null : dkim.keyRef();
        request.state = RequestState.OPEN;
        request.openedBy = act.actor();
        request.openedAt = act.at();
        return request;
    }

    void approve(Act act) {
        decide(RequestState.APPROVED, EnumSet.of(RequestState.OPEN), act);
    }

    void reject(Act act) {
        decide(RequestState.REJECTED, EnumSet.of(RequestState.OPEN), act);
    }

    void withdraw(Act act) {
        decide(RequestState.WITHDRAWN, EnumSet.of(RequestState.OPEN, RequestState.APPROVED), act);
    }

    private void decide(RequestState next, Set<RequestState> from, Act act) {
        if (!from.contains(state)) {
            throw ProblemException.conflict(
                    "request-" + state.label(),
                    "routing request \"" + id + "\" is " + state.label() + " and cannot be " + next.label(),
                    "state");
        }
        state = next;
        reason = act.reason();
        decidedBy = act.actor();
        decidedAt = act.at();
    }

    @Nullable
    DkimReference dkim() {
        return dkimSelector == null ? null : new DkimReference(dkimSelector, dkimKeyRef);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public ProvisioningEvent fact(Change change) {
        return new RoutingRequestFact(
                change, id, ip, List.of(domains), includeSubdomains, whenUnusable, note, dkim(), state.label());
    }
}
