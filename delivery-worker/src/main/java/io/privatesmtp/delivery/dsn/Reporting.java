package io.privatesmtp.delivery.dsn;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceFollower;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.route.RoutingTables;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports about failed mail to its envelope sender, where the submission or its account asks for them. A report is a
 * submission of its own, from the null sender, so that it is sent, retried and told of like any mail; its id is the same
 * after a crash, so that it is sent once.
 *
 * <p>No report goes to the null sender (RFC 5321 section 4.5.5), so none about a report; none where an operator cancelled
 * mail, whose sender is then often forged; and none for refused submissions: who wrote them is not established.
 */
public final class Reporting implements BounceFollower {
    private static final Logger LOG = Logger.getLogger(Reporting.class);
    private static final String NOBODY = "mailer-daemon@sender.invalid";

    private final OutcomePublisher publisher;
    private final RoutingTables tables;
    private final DsnSettings settings;
    private final Clock clock;

    public Reporting(OutcomePublisher publisher, RoutingTables tables, DsnSettings settings, Clock clock) {
        this.publisher = publisher;
        this.tables = tables;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> bounced(Mail mail, List<Bounce> bounces, Origin consumed) {
        String account = bounces.getFirst().event().message().account();
        List<Bounce> told = bounces.stream()
                .filter(bounce -> bounce.event().category() != Category.CANCELLED)
                .toList();
        if (told.isEmpty() || mail.sender().isEmpty() || asked(mail, account) != OnFailure.DSN) {
            return CompletableFuture.completedFuture(null);
        }
        String from = from();
        if (ruled(from)) {
            LOG.errorf(
                    "no report about %s: the domain of psr.dsn.from, \"%s\", is under a rule, and reports leave by"
                            + " shared addresses",
                    mail.messageId(), from);
            return CompletableFuture.completedFuture(null);
        }
        String id = id(mail, told.getFirst());
        byte[] report = new FailureReport(from, id).of(mail, told, clock.instant());
        return publisher.report(id, account, mail.sender(), report);
    }

    private @Nullable OnFailure asked(Mail mail, @Nullable String account) {
        if (mail.onFailure() != null) {
            return mail.onFailure();
        }
        AccountEntry entry = account == null ? null : tables.accounts().get(account);
        return entry == null ? null : entry.onFailure();
    }

    /** The same for the same bounce, however often it comes. */
    private static String id(Mail mail, Bounce first) {
        return "dsn-" + mail.origin() + "-" + first.recipient().index() + "-"
                + first.event().message().attempt();
    }

    private String from() {
        return settings.from()
                .orElseGet(() -> tables.sources().all().stream()
                        .filter(source -> source.kind() == io.privatesmtp.bus.routing.SourceKind.SHARED)
                        .min(Comparator.comparing(SourceAddress::ip))
                        .map(source -> "mailer-daemon@" + source.ehlo())
                        .orElse(NOBODY));
    }

    private boolean ruled(String address) {
        String domain = DomainName.canonicalOrNull(address.substring(address.lastIndexOf('@') + 1));
        return domain != null && tables.rules().covering(domain) != null;
    }
}
