package io.privatesmtp.provisioning.panel;

import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.outbox.History;
import io.privatesmtp.provisioning.request.RoutingRequests;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the page of an account shows, one query after the other: they share a session. */
@ApplicationScoped
class AccountPages {
    private static final int REQUESTS_SHOWN = 200;
    private static final int HISTORY_SHOWN = 50;

    private final Accounts accounts;
    private final AddressInventory inventory;
    private final RoutingRequests requests;
    private final History history;

    AccountPages(Accounts accounts, AddressInventory inventory, RoutingRequests requests, History history) {
        this.accounts = accounts;
        this.inventory = inventory;
        this.requests = requests;
        this.history = history;
    }

    Uni<Response> show(Viewer viewer, String account) {
        return page(viewer, account, null)
                .chain(Form::page)
                .onFailure(ProblemException.class)
                .recoverWithUni(e -> Form.refusal(viewer, (ProblemException) e));
    }

    /** Does what a form of the page asks for, and shows the page again. */
    Uni<Response> submit(Viewer viewer, String account, Supplier<? extends Uni<?>> deed) {
        return Form.submit(deed, "/panel/accounts/" + account, error -> page(viewer, account, error))
                .onFailure(ProblemException.class)
                .recoverWithUni(e -> Form.refusal(viewer, (ProblemException) e));
    }

    private Uni<TemplateInstance> page(Viewer viewer, String account, @Nullable String error) {
        return accounts.get(account)
                .chain(found -> inventory
                        .of(account)
                        .chain(addresses -> requests.page(account, 0, REQUESTS_SHOWN)
                                .chain(asked -> history.of(account, Long.MAX_VALUE, HISTORY_SHOWN)
                                        .map(lines -> new AccountPage(found, addresses, asked, lines)))))
                .map(page -> Pages.account(viewer, page, error));
    }
}
