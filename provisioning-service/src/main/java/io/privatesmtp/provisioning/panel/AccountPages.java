package io.privatesmtp.provisioning.panel;

import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.dkim.DkimKeyView;
import io.privatesmtp.provisioning.dkim.DkimKeys;
import io.privatesmtp.provisioning.dkim.PublishedKeys;
import io.privatesmtp.provisioning.outbox.History;
import io.privatesmtp.provisioning.request.RoutingRequests;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the page of an account shows, one query after the other: they share a session. */
@ApplicationScoped
class AccountPages {
    private static final int REQUESTS_SHOWN = 200;
    private static final int HISTORY_SHOWN = 50;
    /** As many as an account may have. */
    private static final int KEYS_AT_ONCE = 100;

    private final Accounts accounts;
    private final AddressInventory inventory;
    private final RoutingRequests requests;
    private final DkimKeys keys;
    private final PublishedKeys published;
    private final History history;

    AccountPages(
            Accounts accounts,
            AddressInventory inventory,
            RoutingRequests requests,
            DkimKeys keys,
            PublishedKeys published,
            History history) {
        this.accounts = accounts;
        this.inventory = inventory;
        this.requests = requests;
        this.keys = keys;
        this.published = published;
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
                                        .chain(lines -> keys.of(account)
                                                .chain(this::looked)
                                                .map(shown ->
                                                        new AccountPage(found, addresses, asked, shown, lines))))))
                .map(page -> Pages.account(viewer, page, error));
    }

    private Uni<List<AccountPage.ShownKey>> looked(List<DkimKeyView> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(key -> published
                        .look(key.selector(), key.domain(), key.record().value())
                        .map(publication -> new AccountPage.ShownKey(key, publication)))
                .merge(KEYS_AT_ONCE)
                .collect()
                .asList()
                .map(shown -> shown.stream()
                        .sorted(Comparator.comparing(one -> all.indexOf(one.key())))
                        .toList());
    }
}
