package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.account.Account;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All source addresses: operators add them, accounts buy and release them. */
@ApplicationScoped
public class AddressInventory implements PanacheRepositoryBase<SourceIp, String> {
    /** The account's own former addresses first, so that it keeps its reputation. Rows that others are buying are left. */
    private static final String ANY_FREE = """
            select ip from source_ip
            where kind = 'PRIVATE' and account is null and state in ('ACTIVE', 'WARMING')
              and (quarantine_until is null or quarantine_until <= :at or last_account = :account)
            order by (last_account = :account) desc nulls last, ip::inet
            limit 1 for update skip locked
            """;

    private final Accounts accounts;
    private final AddressUse use;
    private final AddressSettings settings;
    private final PriceSettings prices;
    private final Outbox outbox;

    AddressInventory(Accounts accounts, AddressUse use, AddressSettings settings, PriceSettings prices, Outbox outbox) {
        this.accounts = accounts;
        this.use = use;
        this.settings = settings;
        this.prices = prices;
        this.outbox = outbox;
    }

    public Uni<SourceIpView> add(NewSourceIp wanted, Act act) {
        return outbox.transaction(() -> findById(wanted.ip())
                .invoke(present -> {
                    if (present != null) {
                        throw ProblemException.conflict(
                                "ip-exists", "ip \"" + wanted.ip() + "\" is in the inventory already", "ip");
                    }
                })
                .chain(() -> persist(SourceIp.add(wanted)))
                .call(address -> outbox.append(FactType.SOURCE_IP_ADDED, address, null, act))
                .map(SourceIpView::of));
    }

    /** @param ip the address to buy, null for any that is free */
    public Uni<SourceIpView> allocate(String account, @Nullable String ip, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .invoke(Account::mustBeOpen)
                .chain(() -> ip == null ? anyFree(account, act) : locked(ip))
                .invoke(address -> address.allocate(account, prices.sourceIp(), act.at()))
                .call(address -> outbox.append(FactType.SOURCE_IP_ALLOCATED, address, account, act))
                .map(SourceIpView::of));
    }

    private Uni<SourceIp> anyFree(String account, Act act) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ANY_FREE, String.class)
                        .setParameter("at", act.at().atOffset(ZoneOffset.UTC))
                        .setParameter("account", account)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.conflict("no-free-ip", "no private address is free", "ip"))
                .chain(this::locked);
    }

    public Uni<SourceIpView> release(String account, String ip, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .chain(() -> mine(account, ip))
                .call(() -> use.domainsLeavingFrom(ip).invoke(domains -> mustBeEmpty(ip, domains)))
                .chain(address -> releaseNow(address, account, act))
                .map(SourceIpView::of));
    }

    /** Gives back every address of an account whose row the caller's transaction has locked. */
    public Uni<Void> releaseAll(String account, Act act) {
        return find("account = ?1 order by ip", account)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .chain(mine -> mine.stream()
                        .reduce(
                                Uni.createFrom().voidItem(),
                                (before, address) -> before.chain(() -> releaseNow(address, account, act))
                                        .replaceWithVoid(),
                                (first, second) -> first.chain(() -> second)));
    }

    private Uni<SourceIp> releaseNow(SourceIp address, String account, Act act) {
        address.release(act.at(), settings.quarantine());
        return outbox.append(FactType.SOURCE_IP_RELEASED, address, account, act).replaceWith(address);
    }

    private static void mustBeEmpty(String ip, List<String> domains) {
        if (!domains.isEmpty()) {
            throw ProblemException.conflict(
                    "ip-in-use", "ip \"" + ip + "\" is named by the rule of " + domains.getFirst(), "ip");
        }
    }

    /** An address of this account, locked; to an account, the addresses of others do not exist. */
    private Uni<SourceIp> mine(String account, String ip) {
        return locked(ip).invoke(address -> {
            if (!account.equals(address.account)) {
                throw unknown(ip);
            }
        });
    }

    private Uni<SourceIp> locked(String ip) {
        return findById(ip, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(() -> unknown(ip));
    }

    /** Whether the address is allocated to the account, in the caller's transaction. */
    public Uni<Boolean> belongsTo(String ip, String account) {
        return count("ip = ?1 and account = ?2", ip, account).map(found -> found == 1);
    }

    @WithSession
    public Uni<List<SourceIpView>> of(String account) {
        return find("account = ?1 order by ip", account)
                .list()
                .map(found -> found.stream().map(SourceIpView::of).toList());
    }

    @WithSession
    public Uni<SourceIpView> get(String account, String ip) {
        return find("ip = ?1 and account = ?2", ip, account)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> unknown(ip))
                .map(SourceIpView::of);
    }

    @WithSession
    public Uni<SourceIpView> get(String ip) {
        return findById(ip).onItem().ifNull().failWith(() -> unknown(ip)).map(SourceIpView::of);
    }

    /** @param after only addresses whose text is greater */
    @WithSession
    public Uni<List<SourceIpView>> page(String after, int limit) {
        return find("ip > ?1 order by ip", after)
                .page(0, limit)
                .list()
                .map(found -> found.stream().map(SourceIpView::of).toList());
    }

    private static ProblemException unknown(String ip) {
        return ProblemException.notFound("ip", ip);
    }
}
