package io.privatesmtp.provisioning.closure;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.provisioning.access.Act;
import io.privatesmtp.provisioning.account.Account;
import io.privatesmtp.provisioning.account.AccountView;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.dkim.DkimKeys;
import io.privatesmtp.provisioning.outbox.Outbox;
import io.privatesmtp.provisioning.request.RoutingRequests;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Closes an account for good: its rules end, its addresses go to rest, its keys are deleted, then it is closed; all of it or nothing. */
@ApplicationScoped
public class AccountClosure {
    private final Accounts accounts;
    private final RoutingRequests requests;
    private final AddressInventory inventory;
    private final DkimKeys keys;
    private final Outbox outbox;

    AccountClosure(
            Accounts accounts, RoutingRequests requests, AddressInventory inventory, DkimKeys keys, Outbox outbox) {
        this.accounts = accounts;
        this.requests = requests;
        this.inventory = inventory;
        this.keys = keys;
        this.outbox = outbox;
    }

    public Uni<AccountView> close(String id, Act act) {
        return outbox.transaction(() -> accounts.locked(id)
                .invoke(Account::mustNotBeClosed)
                .call(() -> requests.withdrawAll(id, act))
                .call(() -> inventory.releaseAll(id, act))
                .call(() -> keys.deleteAll(id))
                .invoke(Account::close)
                .call(account -> outbox.append(FactType.ACCOUNT_CLOSED, account, id, act))
                .map(AccountView::of));
    }
}
