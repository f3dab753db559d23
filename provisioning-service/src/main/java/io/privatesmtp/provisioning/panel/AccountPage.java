package io.privatesmtp.provisioning.panel;

import io.privatesmtp.provisioning.account.AccountView;
import io.privatesmtp.provisioning.address.SourceIpView;
import io.privatesmtp.provisioning.dkim.DkimKeyView;
import io.privatesmtp.provisioning.dkim.Publication;
import io.privatesmtp.provisioning.outbox.HistoryLine;
import io.privatesmtp.provisioning.request.RoutingRequestView;
import java.math.BigDecimal;
import java.util.List;

/** All that the page of one account shows. */
public record AccountPage(
        AccountView account,
        List<SourceIpView> addresses,
        List<RoutingRequestView> requests,
        List<ShownKey> keys,
        List<HistoryLine> history) {
    /** A key, and whether its domain publishes it. */
    public record ShownKey(DkimKeyView key, Publication publication) {}

    /** What its addresses cost a month together. */
    public BigDecimal monthly() {
        return addresses.stream()
                .map(address -> address.monthlyPrice() == null ? BigDecimal.ZERO : address.monthlyPrice())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
