package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.account.Account;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.outbox.History;
import io.privatesmtp.provisioning.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of accounts: made, listed, deleted. Changes are lines of the history, and nothing on the bus. */
@ApplicationScoped
public class DkimKeys implements PanacheRepositoryBase<DkimKey, String> {
    private static final int MAX_KEYS = 100;
    private static final int MAX_NEW = 100;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CREATED = "dkim-key.created";
    private static final String DELETED = "dkim-key.deleted";

    private final Accounts accounts;
    private final KeyUse use;
    private final KeyWorkshop workshop;
    private final Outbox outbox;
    private final History history;

    DkimKeys(Accounts accounts, KeyUse use, KeyWorkshop workshop, Outbox outbox, History history) {
        this.accounts = accounts;
        this.use = use;
        this.workshop = workshop;
        this.outbox = outbox;
        this.history = history;
    }

    /** What can be refused is refused before a key is made, and once more with it: the account is not locked meanwhile. */
    public Uni<DkimKeyView> create(String account, NewDkimKey wanted, Act act) {
        return outbox.transaction(() -> mayHave(account, wanted, act))
                .chain(() -> workshop.make(wanted.algorithm()))
                .chain(fresh -> outbox.transaction(() -> mayHave(account, wanted, act)
                        .chain(() -> persist(DkimKey.of(account, wanted, fresh, act)))
                        .call(key -> outbox.note(CREATED, key.id, key.version, account, act))
                        .map(DkimKeyView::of)));
    }

    private Uni<Void> mayHave(String account, NewDkimKey wanted, Act act) {
        return accounts.locked(account)
                .invoke(Account::mustBeOpen)
                .call(() -> use.mustNotBeAnothers(account, wanted.domain()))
                .call(() -> mustBeNew(account, wanted))
                .call(() -> count("account", account).invoke(DkimKeys::mustLeaveRoom))
                .call(() -> history.countSince(act.at().minus(HOUR), account, CREATED)
                        .invoke(DkimKeys::mustBeInNoHurry))
                .replaceWithVoid();
    }

    private Uni<Long> mustBeNew(String account, NewDkimKey wanted) {
        if (wanted.selector() == null) {
            return Uni.createFrom().item(0L);
        }
        return count("account = ?1 and domain = ?2 and selector = ?3", account, wanted.domain(), wanted.selector())
                .invoke(found -> {
                    if (found > 0) {
                        throw ProblemException.conflict(
                                "dkim-key-exists",
                                "selector \"" + wanted.selector() + "\" has a key of " + wanted.domain() + " already",
                                "selector");
                    }
                });
    }

    private static void mustLeaveRoom(long keys) {
        if (keys >= MAX_KEYS) {
            throw ProblemException.conflict(
                    "too-many-dkim-keys", "the account has " + keys + " keys, " + MAX_KEYS + " at most", null);
        }
    }

    private static void mustBeInNoHurry(long made) {
        if (made >= MAX_NEW) {
            throw new ProblemException(
                    429, "too-many-new-dkim-keys", "the account may make " + MAX_NEW + " keys in an hour", null);
        }
    }

    public Uni<DkimKeyView> delete(String account, String id, Act act) {
        return outbox.transaction(() -> accounts.locked(account)
                .chain(() -> mine(account, id))
                .call(key -> use.domainsSignedWith(account, id).invoke(domains -> mustBeEmpty(id, domains)))
                .call(key -> delete(key))
                .call(key -> outbox.note(DELETED, id, key.version, account, act))
                .map(DkimKeyView::of));
    }

    private static void mustBeEmpty(String id, List<String> domains) {
        if (!domains.isEmpty()) {
            throw ProblemException.conflict(
                    "dkim-key-in-use", "key \"" + id + "\" is named by the request of " + domains.getFirst(), "id");
        }
    }

    /** Deletes all keys of an account whose requests have ended, in a transaction that has locked it. */
    public Uni<Void> deleteAll(String account) {
        return delete("account", account).replaceWithVoid();
    }

    @WithSession
    public Uni<List<DkimKeyView>> of(String account) {
        return accounts.get(account)
                .chain(() -> list("account = ?1 order by createdAt, id", account))
                .map(found -> found.stream().map(DkimKeyView::of).toList());
    }

    @WithSession
    public Uni<DkimKeyView> get(String account, String id) {
        return accounts.get(account).chain(() -> mine(account, id)).map(DkimKeyView::of);
    }

    /** The key of the account that a request names, in the caller's session; null where it is none of ours. */
    public Uni<@Nullable DkimKeyView> named(String account, @Nullable String keyRef) {
        return keyRef == null
                ? Uni.createFrom().nullItem()
                : find("id = ?1 and account = ?2", keyRef, account)
                        .firstResult()
                        .map(key -> key == null ? null : DkimKeyView.of(key));
    }

    private Uni<DkimKey> mine(String account, String id) {
        return find("id = ?1 and account = ?2", id, account)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("DKIM key", id));
    }

    /** Whichever account's it is. */
    @WithSession
    Uni<DkimKey> any(String id) {
        return findById(id).onItem().ifNull().failWith(() -> ProblemException.notFound("DKIM key", id));
    }

    /**
     * Refuses a reference to a key of another account, domain or selector, in the caller's transaction. A name that is no
     * key's here may be that of a file on the workers.
     */
    public Uni<Void> mustFit(String account, List<String> domains, @Nullable DkimReference reference) {
        return reference == null
                ? Uni.createFrom().voidItem()
                : findById(reference.keyRef())
                        .invoke(key -> {
                            if (key != null) {
                                mustFit(account, domains, reference, key);
                            }
                        })
                        .replaceWithVoid();
    }

    private static void mustFit(String account, List<String> domains, DkimReference reference, DkimKey key) {
        if (!key.account.equals(account)) {
            throw misfit("keyRef", key.id, "is not a key of this account");
        }
        if (!domains.contains(key.domain)) {
            throw misfit("keyRef", key.id, "is a key of " + key.domain + ", which the request does not name");
        }
        if (!key.selector.equalsIgnoreCase(reference.selector())) {
            throw misfit("selector", reference.selector(), "must be the key's, " + key.selector);
        }
    }

    private static ProblemException misfit(String field, String value, String rule) {
        String path = "dkim." + field;
        return ProblemException.conflict("dkim-key-misfit", path + " \"" + value + "\": " + rule, path);
    }
}
