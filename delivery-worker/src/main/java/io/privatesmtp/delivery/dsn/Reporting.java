package io.privatesmtp.delivery.dsn;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceFollower;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.route.RoutingTables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final String ID_PREFIX = "dsn-";

    private final OutcomePublisher publisher;
    private final RoutingTables tables;
    private final Postmaster postmaster;
    private final Clock clock;

    /** @throws IllegalArgumentException that names the setting which is wrong */
    public Reporting(OutcomePublisher publisher, RoutingTables tables, DsnSettings settings, Clock clock) {
        this.publisher = publisher;
        this.tables = tables;
        this.postmaster = new Postmaster(settings.from());
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
        Postmaster.Identity from = postmaster.identity(tables.sources().all());
        String id = id(mail, told);
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

    /** The same for the same recipients of a message: a copy after a crash is known, and nobody's report is taken for one. */
    private static String id(Mail mail, List<Bounce> told) {
        String indexes = told.stream()
                .map(bounce -> bounce.recipient().index())
                .sorted()
                .toList()
                .toString();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((mail.origin() + " " + indexes).getBytes(StandardCharsets.UTF_8));
            return ID_PREFIX + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether it is a report: from the null sender, under an id such as reports have, on the topic where only trusted
     * producers and workers write.
     */
    public static boolean isReport(Mail mail) {
        return mail.sender().isEmpty()
                && mail.messageId().startsWith(ID_PREFIX)
                && mail.origin().topic().equals(Topics.OUTBOUND);
    }

    /** The mail, a report without the domain of its From: no rule is for it, it leaves by a shared address. */
    public Mail withoutRule(Mail mail) {
        return isReport(mail)
                        && postmaster.speaksFor(
                                mail.fromDomain(), tables.sources().all())
                ? mail.withoutDomain()
                : mail;
    }
}
