package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.account.Account;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.dkim.DkimKeys;
import io.privatesmtp.provisioning.dkim.Publication;
import io.privatesmtp.provisioning.dkim.PublishedKeys;
import io.privatesmtp.provisioning.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens routing requests and decides them. Each change locks the account first. */
@ApplicationScoped
public class RoutingRequests implements PanacheRepositoryBase<RoutingRequest, String> {
    private final Accounts accounts;
    private final AddressInventory inventory;
    private final DomainClaims claims;
    private final DkimKeys keys;
    private final PublishedKeys published;
    private final Outbox outbox;

    RoutingRequests(
            Accounts accounts,
            AddressInventory inventory,
            DomainClaims claims,
            DkimKeys keys,
            PublishedKeys published,
            Outbox outbox) {
        this.accounts = accounts;
        this.inventory = inventory;
        this.claims = claims;
        this.keys = keys;
        this.published = published;
        this.outbox = outbox;
    }

    public Uni<RoutingRequestView> open(String account, NewRoutingRequest wanted, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .invoke(Account::mustBeOpen)
                .call(() -> mustBelong(wanted.ip(), account))
                .call(() -> claims.mustBeFree(account, wanted.domains()))
                .call(() -> keys.mustFit(account, wanted.domains(), wanted.dkim()))
                .chain(() -> persist(RoutingRequest.open(account, wanted, act)))
                .call(claims::take)
                .call(request -> outbox.append(FactType.ROUTING_REQUESTED, request, account, act))
                .map(RoutingRequestView::of));
    }

    public Uni<RoutingRequestView> approve(String account, String id, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .invoke(Account::mustBeOpen)
                .chain(() -> existing(account, id))
                .invoke(request -> request.approve(act))
                // It may have been released since the request was opened.
                .call(request -> mustBelong(request.ip, account))
                .call(request -> outbox.append(FactType.ROUTING_APPROVED, request, account, act))
                .map(RoutingRequestView::of));
    }

    public Uni<RoutingRequestView> reject(String account, String id, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .chain(() -> existing(account, id))
                .invoke(request -> request.reject(act))
                .call(claims::giveBack)
                .call(request -> outbox.append(FactType.ROUTING_REJECTED, request, account, act))
                .map(RoutingRequestView::of));
    }

    public Uni<RoutingRequestView> withdraw(String account, String id, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .chain(() -> existing(account, id))
                .call(request -> withdrawNow(request, act))
                .map(RoutingRequestView::of));
    }

    /** Withdraws all that is open or approved, in a transaction that has locked the account. */
    public Uni<Void> withdrawAll(String account, Act act) {
        return find(
                        "account = ?1 and state in ?2 order by openedAt, id",
                        account,
                        List.of(RequestState.OPEN, RequestState.APPROVED))
                .list()
                .chain(requests -> requests.stream()
                        .reduce(
                                Uni.createFrom().voidItem(),
                                (before, request) -> before.chain(() -> withdrawNow(request, act)),
                                (first, second) -> first.chain(() -> second)));
    }

    private Uni<Void> withdrawNow(RoutingRequest request, Act act) {
        request.withdraw(act);
        return claims.giveBack(request)
                .chain(() -> outbox.append(FactType.ROUTING_WITHDRAWN, request, request.account, act));
    }

    private record Looked(
            RoutingRequest request,
            AccountState account,
            boolean allocated,
            @Nullable String wanted) {}

    /** DNS is asked when the database's session has ended. */
    public Uni<RoutingRequestView> get(String account, String id) {
        return Panache.withSession(() -> accounts.get(account)
                        .chain(owner -> existing(account, id)
                                .chain(request -> inventory
                                        .belongsTo(request.ip, account)
                                        .chain(allocated -> keys.named(account, request.dkimKeyRef)
                                                .map(key -> new Looked(
                                                        request,
                                                        owner.state(),
                                                        allocated,
                                                        key == null
                                                                ? null
                                                                : key.record().value()))))))
                .chain(looked -> publications(looked.request, looked.wanted)
                        .map(keys -> RoutingRequestView.of(
                                looked.request, Readiness.of(looked.request, looked.account, looked.allocated, keys))));
    }

    private Uni<Map<String, Publication>> publications(RoutingRequest request, @Nullable String wanted) {
        String selector = request.dkimSelector;
        return selector == null
                ? Uni.createFrom().item(Map.of())
                : Multi.createFrom()
                        .items(request.domains)
                        .onItem()
                        .transformToUni(domain ->
                                published.look(selector, domain, wanted).map(found -> Map.entry(domain, found)))
                        .merge(request.domains.length)
                        .collect()
                        .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    @WithSession
    public Uni<List<RoutingRequestView>> page(String account, int offset, int limit) {
        return accounts.get(account)
                .chain(() -> find("account = ?1 order by openedAt desc, id", account)
                        .range(offset, offset + limit - 1)
                        .list())
                .map(found -> found.stream().map(RoutingRequestView::of).toList());
    }

    private Uni<RoutingRequest> existing(String account, String id) {
        return find("id = ?1 and account = ?2", id, account)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("routing request", id));
    }

    private Uni<Void> mustBelong(String ip, String account) {
        return inventory
                .belongsTo(ip, account)
                .invoke(mine -> {
                    if (!mine) {
                        throw ProblemException.conflict(
                                "ip-not-allocated", "ip \"" + ip + "\" is not allocated to this account", "ip");
                    }
                })
                .replaceWithVoid();
    }
}
