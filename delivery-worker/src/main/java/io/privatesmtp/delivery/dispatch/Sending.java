package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.dkim.Dkim;
import io.privatesmtp.delivery.egress.LocalAddresses;
import io.privatesmtp.delivery.lane.LaneKey;
import io.privatesmtp.delivery.lane.Lanes;
import io.privatesmtp.delivery.lane.Permits;
import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.route.SourceDecision;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.TransactionReport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** From the decision where a message leaves to its transactions: finds the hosts, groups recipients by site, sends. */
public final class Sending {
    private final Destinations destinations;
    private final Lanes lanes;
    private final Shaping shaping;
    private final Permits permits;
    private final Budget budget;
    private final BulkLookups bulkLookups = new BulkLookups();
    private final FamilyChoice families;
    private final Gates gates;
    private final Outcomes outcomes;
    private final LocalAddresses local;
    private final ReceivedField received;
    private final Dkim dkim;
    private final Verp verp;
    private final Clock clock;

    Sending(
            Destinations destinations,
            Lanes lanes,
            Shaping shaping,
            Permits permits,
            Budget budget,
            Gates gates,
            Outcomes outcomes,
            LocalAddresses local,
            Dkim dkim,
            Verp verp,
            Clock clock) {
        this.destinations = destinations;
        this.families = new FamilyChoice(destinations, bulkLookups);
        this.lanes = lanes;
        this.shaping = shaping;
        this.permits = permits;
        this.budget = budget;
        this.gates = gates;
        this.outcomes = outcomes;
        this.local = local;
        this.dkim = dkim;
        this.verp = verp;
        this.clock = clock;
        this.received = new ReceivedField(clock);
    }

    /** Which of two addresses of different families the message leaves from. */
    CompletableFuture<SourceDecision.Leave> choose(
            Consignment c, SourceDecision.Leave first, SourceDecision.Leave other) {
        return families.between(c, first, other);
    }

    /** Completed when every recipient has been delivered, bounced, deferred, parked or abandoned; fails if our own code did. */
    CompletableFuture<Void> send(Consignment c, SourceDecision.Leave leave) {
        boolean bulk = c.mail().priority() == Priority.BULK;
        if (bulk && !bulkLookups.hasRoom()) {
            c.park(c.pending(), budget.putAside());
            return CompletableFuture.completedFuture(null);
        }
        c.leftBy(leave.source().ip());
        Family family = Family.of(Ip.parse("source", leave.source().ip()));
        Map<String, List<Recipient>> byDomain = new LinkedHashMap<>();
        c.pending()
                .forEach(r -> byDomain.computeIfAbsent(r.domain(), d -> new ArrayList<>())
                        .add(r));
        Map<String, Destination> answers = new HashMap<>();
        List<CompletableFuture<Void>> lookups = new ArrayList<>();
        byDomain.keySet()
                .forEach(domain -> lookups.add(destinations
                        .of(domain, family)
                        .thenAccept(answer -> {
                            synchronized (answers) {
                                answers.put(domain, answer);
                            }
                        })
                        .toCompletableFuture()));
        if (bulk) {
            lookups.forEach(bulkLookups::add);
        }
        return CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
                .thenCompose(v -> transactions(c, leave, byDomain, answers));
    }

    private CompletableFuture<Void> transactions(
            Consignment c,
            SourceDecision.Leave leave,
            Map<String, List<Recipient>> byDomain,
            Map<String, Destination> answers) {
        Map<Shared, Group> groups = new LinkedHashMap<>();
        byDomain.forEach((domain, recipients) -> {
            switch (Objects.requireNonNull(answers.get(domain))) {
                case Destination.Places at ->
                    recipients.forEach(to -> groups.computeIfAbsent(
                                    new Shared(Set.copyOf(at.places()), ascii(to)),
                                    same -> new Group(Way.of(at.places(), shaping), new ArrayList<>()))
                            .recipients
                            .add(to));
                case Destination.Nowhere nowhere -> noRoute(c, leave.route(), recipients, nowhere.why());
            }
        });
        List<Attempt> attempts = new ArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        AtomicInteger open = new AtomicInteger();
        Attempt.Sink sink = new Ends(open, ended);
        for (Group group : groups.values()) {
            List<Recipient> all = group.recipients;
            boolean alone = c.state().oneByOne() || verp.covers(c.mail());
            int most = alone ? 1 : shaping.limits(group.way.site()).recipients();
            for (int from = 0; from < all.size(); from += most) {
                attempts.add(attempt(c, leave, group.way, all.subList(from, Math.min(from + most, all.size())), sink));
            }
        }
        if (attempts.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        open.set(attempts.size());
        attempts.forEach(a -> lanes.submit(a.lane(), a));
        return ended;
    }

    /**
     * What recipients have in common that share a transaction. An address beyond ASCII makes SMTPUTF8 a demand of the whole
     * transaction (RFC 6531 section 3.4), which others need not suffer for.
     */
    private record Shared(Set<Way.Place> places, boolean ascii) {}

    private static boolean ascii(Recipient to) {
        return to.address().chars().allMatch(c -> c < 0x80);
    }

    /** Recipients of the message whose domains have the same hosts: they share transactions. */
    private record Group(Way way, List<Recipient> recipients) {}

    private Attempt attempt(Consignment c, SourceDecision.Leave leave, Way way, List<Recipient> to, Attempt.Sink sink) {
        String ehlo = leave.source().ehlo();
        LaneKey lane = new LaneKey(leave.source().ip(), way.site());
        return new Attempt(
                c,
                WirePath.of(verp.returnPath(c.mail(), to.getFirst())),
                List.copyOf(to),
                leave.route(),
                lane,
                ehlo,
                way.hops(),
                received.of(ehlo, c.mail().origin()),
                () -> dkim.seal(c.mail(), c.account(), leave.route()),
                permits,
                sink);
    }

    private void noRoute(Consignment c, Route route, List<Recipient> recipients, MxAnswer.NoRoute none) {
        SmtpReply reply = Facts.own(Stage.CONNECT, none.status(), none.text());
        Category category = switch (none) {
            case MxAnswer.NullMx n -> Category.DOMAIN_INVALID;
            case MxAnswer.NoSuchDomain n -> Category.DOMAIN_INVALID;
            // The recipient may be fine: it is our address, or our vetting, that finds no way.
            case MxAnswer.NoAddress n -> Category.NETWORK;
            case MxAnswer.AllRefused n -> Category.NETWORK;
            case MxAnswer.OutsidePolicy n -> Category.REMOTE_SYSTEM;
            case MxAnswer.TemporaryFailure n -> Category.NETWORK;
        };
        DialogueFacts dialogue = DialogueFacts.unconnected(route, reply);
        if (none.status().statusClass() == 4) {
            recipients.forEach(r -> c.defer(new Consignment.Deferral(r, dialogue, category, false)));
        } else {
            outcomes.bounced(
                    c,
                    recipients.stream()
                            .map(r -> outcomes.bounce(c, r, dialogue, category))
                            .toList());
        }
    }

    /** Counts the ends of a consignment's transactions. */
    private final class Ends implements Attempt.Sink {
        private final AtomicInteger open;
        private final CompletableFuture<Void> ended;
        private volatile @Nullable Throwable failure;

        private Ends(AtomicInteger open, CompletableFuture<Void> ended) {
            this.open = open;
            this.ended = ended;
        }

        @Override
        public boolean mayBegin(Attempt attempt) {
            return gates.open(attempt.consignment(), attempt.to(), attempt.route(), clock.instant());
        }

        /** Whatever our own code does, the transaction counts as ended: its record must not wait for ever. */
        @Override
        public void done(Attempt attempt, TransactionReport report, NextHop hop) {
            try {
                end(attempt, report, hop);
            } catch (RuntimeException | StackOverflowError e) {
                failure = e;
                attempt.releasePermit();
            }
            one();
        }

        private void end(Attempt attempt, TransactionReport report, NextHop hop) {
            // A session that was ended with its partition tells nothing, as long as it had no leave for the dot.
            boolean givenUp = report.abandoned() || attempt.epoch().ended() && !attempt.dotPermitted();
            if (report.obstacle() == Obstacle.SOURCE_UNUSABLE) {
                sourceUnusable(attempt);
            } else if (givenUp) {
                attempt.consignment().abandon(attempt.to());
            } else {
                outcomes.of(attempt, report, hop);
            }
            // Without an event to wait for, the permit is free at once.
            if (givenUp || report.obstacle() == Obstacle.SOURCE_UNUSABLE) {
                attempt.releasePermit();
            }
        }

        @Override
        public void parked(Attempt attempt, Duration wait) {
            attempt.consignment().park(attempt.to(), wait);
            one();
        }

        private void one() {
            if (open.decrementAndGet() > 0) {
                return;
            }
            Throwable failed = failure;
            if (failed == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failed);
            }
        }
    }

    /** The bind failed: no other address is tried, and the next look decides by the rule. */
    private void sourceUnusable(Attempt attempt) {
        String ip = attempt.route().sourceIp();
        if (ip != null) {
            local.lost(ip);
        }
        attempt.consignment()
                .hold(new Consignment.Holding(
                        attempt.to(),
                        HoldReason.SOURCE_UNUSABLE,
                        DialogueFacts.unconnected(attempt.route(), null),
                        null));
    }
}
