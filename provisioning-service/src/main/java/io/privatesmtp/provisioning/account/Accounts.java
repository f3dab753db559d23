package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.function.Consumer;

/** The accounts, and what can be done to one of them alone. */
@ApplicationScoped
public class Accounts implements PanacheRepositoryBase<Account, String> {
    private final Outbox outbox;

    Accounts(Outbox outbox) {
        this.outbox = outbox;
    }

    public Uni<AccountView> open(NewAccount wanted, Act act) {
        return outbox.transaction(() -> findById(wanted.id())
                .invoke(present -> {
                    if (present != null) {
                        throw ProblemException.conflict(
                                "account-exists", "account \"" + wanted.id() + "\" exists already", "id");
                    }
                })
                .chain(() -> persist(Account.open(wanted, act.at())))
                .call(account -> outbox.append(FactType.ACCOUNT_OPENED, account, account.id, act))
                .map(AccountView::of));
    }

    /** Limits that it has already are no change: no fact says so. */
    public Uni<AccountView> limit(String id, AccountLimits limits, Act act) {
        return outbox.transaction(() -> locked(id)
                .call(account -> account.limit(limits)
                        ? outbox.append(FactType.ACCOUNT_LIMITED, account, id, act)
                        : Uni.createFrom().voidItem())
                .map(AccountView::of));
    }

    public Uni<AccountView> suspend(String id, Act act) {
        return change(id, FactType.ACCOUNT_SUSPENDED, act, Account::suspend);
    }

    public Uni<AccountView> resume(String id, Act act) {
        return change(id, FactType.ACCOUNT_RESUMED, act, Account::resume);
    }

    private Uni<AccountView> change(String id, FactType type, Act act, Consumer<Account> change) {
        return outbox.transaction(() -> locked(id)
                .invoke(change)
                .call(account -> outbox.append(type, account, id, act))
                .map(AccountView::of));
    }

    /** The account, its row locked until the transaction ends. Every change of what is an account's starts here. */
    public Uni<Account> locked(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE).onItem().ifNull().failWith(() -> unknown(id));
    }

    @WithSession
    public Uni<AccountView> get(String id) {
        return findById(id).onItem().ifNull().failWith(() -> unknown(id)).map(AccountView::of);
    }

    /** @param after only accounts with a greater id */
    @WithSession
    public Uni<List<AccountView>> page(String after, int limit) {
        return find("id > ?1 order by id", after)
                .page(0, limit)
                .list()
                .map(accounts -> accounts.stream().map(AccountView::of).toList());
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("account", id);
    }
}
