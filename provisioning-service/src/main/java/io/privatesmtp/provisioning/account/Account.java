package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.provisioning.AccountFact;
import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.kit.ProblemException;
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
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A customer: open, suspended or closed for good. Its row is the lock of everything that is its own. */
@Entity
@Table(name = "account")
public class Account implements Aggregate {
    @Id
    String id;

    @Nullable
    String name;

    @Enumerated(EnumType.STRING)
    AccountState state;

    @Column(name = "per_hour")
    long perHour;

    @Column(name = "per_day")
    long perDay;

    @Enumerated(EnumType.STRING)
    @Column(name = "on_failure")
    OnFailure onFailure;

    @Column(name = "opened_at")
    Instant openedAt;

    @Version
    long version = 1;

    static Account open(NewAccount wanted, Instant at) {
        Account account = new Account();
        account.id = wanted.id();
        account.name = wanted.name();
        account.state = AccountState.OPEN;
        account.perHour = wanted.limits().perHour();
        account.perDay = wanted.limits().perDay();
        account.onFailure = wanted.onFailure();
        account.openedAt = at;
        return account;
    }

    /** @return whether that changed anything */
    boolean limit(AccountLimits limits) {
        mustBe("limited", EnumSet.of(AccountState.OPEN, AccountState.SUSPENDED));
        boolean changed = perHour != limits.perHour() || perDay != limits.perDay();
        perHour = limits.perHour();
        perDay = limits.perDay();
        return changed;
    }

    void suspend() {
        mustBe("suspended", EnumSet.of(AccountState.OPEN));
        state = AccountState.SUSPENDED;
    }

    void resume() {
        mustBe("resumed", EnumSet.of(AccountState.SUSPENDED));
        state = AccountState.OPEN;
    }

    /** For good: its id is never given to another. */
    public void close() {
        mustNotBeClosed();
        state = AccountState.CLOSED;
    }

    public void mustNotBeClosed() {
        mustBe("closed", EnumSet.of(AccountState.OPEN, AccountState.SUSPENDED));
    }

    public void mustBeOpen() {
        mustBe("given more", EnumSet.of(AccountState.OPEN));
    }

    private void mustBe(String deed, Set<AccountState> allowed) {
        if (!allowed.contains(state)) {
            throw ProblemException.conflict(
                    "account-" + stateName(),
                    "account \"" + id + "\" is " + stateName() + " and cannot be " + deed,
                    null);
        }
    }

    private String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long version() {
        return version;
    }

    public AccountState state() {
        return state;
    }

    @Override
    public ProvisioningEvent fact(Change change) {
        return new AccountFact(change, id, name, state, new AccountLimits(perHour, perDay), onFailure);
    }
}
