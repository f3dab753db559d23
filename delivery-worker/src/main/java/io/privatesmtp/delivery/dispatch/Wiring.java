package io.privatesmtp.delivery.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.delivery.control.ControlGate;
import io.privatesmtp.delivery.control.ControlTopic;
import io.privatesmtp.delivery.dkim.Dkim;
import io.privatesmtp.delivery.dsn.DsnSettings;
import io.privatesmtp.delivery.dsn.Reporting;
import io.privatesmtp.delivery.egress.Door;
import io.privatesmtp.delivery.egress.Egress;
import io.privatesmtp.delivery.egress.EgressSettings;
import io.privatesmtp.delivery.egress.LocalAddresses;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.intake.Admission;
import io.privatesmtp.delivery.intake.Limits;
import io.privatesmtp.delivery.intake.MessageSettings;
import io.privatesmtp.delivery.intake.SubmissionParser;
import io.privatesmtp.delivery.intake.SubmissionSettings;
import io.privatesmtp.delivery.lane.Aside;
import io.privatesmtp.delivery.lane.LaneSettings;
import io.privatesmtp.delivery.lane.Lanes;
import io.privatesmtp.delivery.lane.Permits;
import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.privatesmtp.delivery.mx.Network;
import io.privatesmtp.delivery.mx.StaticRoutes;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.outcome.MailLog;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.quota.Allowances;
import io.privatesmtp.delivery.quota.QuotaGate;
import io.privatesmtp.delivery.quota.Quotas;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetrySettings;
import io.privatesmtp.delivery.route.RoutingTables;
import io.privatesmtp.delivery.route.SourceSelector;
import io.privatesmtp.delivery.route.StandingGate;
import io.privatesmtp.delivery.seen.SeenIds;
import io.privatesmtp.delivery.smtp.SmtpSessions;
import io.privatesmtp.delivery.suppression.Suppressing;
import io.privatesmtp.delivery.suppression.SuppressionGate;
import io.privatesmtp.delivery.suppression.SuppressionList;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the rooms of the worker together. Every line is one door of the flow page. */
@ApplicationScoped
class Wiring {
    private static final Duration DOOR_HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration DOOR_DRAIN = Duration.ofSeconds(20);
    private static final long PERMITS_REVIEW_MILLIS = 1_000;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Budget budget(DeliverySettings settings) {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        long bytes = settings.maxBytesInFlight() > 0 ? settings.maxBytesInFlight() : quarter;
        return new Budget(bytes, settings.maxMessagesInFlight());
    }

    @Produces
    @Singleton
    RetrySchedule schedule(RetrySettings settings) {
        return new RetrySchedule(settings.delays(), settings.jitter());
    }

    @Produces
    @Singleton
    AddressVetting vetting(SmtpSettings smtp) {
        return new AddressVetting(smtp.allowNetworks().orElse(List.of()).stream()
                .map(network -> Network.parse("psr.smtp.allow-networks", network))
                .toList());
    }

    @Produces
    @Singleton
    Door door(
            Vertx vertx,
            EgressSettings settings,
            LocalAddresses local,
            AddressVetting vetting,
            SmtpSettings smtp,
            StaticRoutes routes,
            Clock clock,
            MeterRegistry metrics) {
        Set<Integer> ports = new HashSet<>(routes.ports());
        ports.add(smtp.port());
        Door.Targets targets = new Door.Targets(vetting::allows, ports);
        SmtpSettings.Timeouts times = smtp.timeouts();
        return Door.of(
                vertx,
                settings,
                local,
                targets,
                new Door.Times(DOOR_HANDSHAKE, times.connect(), times.transaction(), DOOR_DRAIN),
                clock,
                metrics);
    }

    @Produces
    @Singleton
    Shaping shaping(LaneSettings settings) {
        return settings.shapingFile()
                .map(file -> Shaping.with(file, settings))
                .orElseGet(() -> Shaping.standard(settings));
    }

    @Produces
    @Singleton
    BounceClassifier classifier(@ConfigProperty(name = "psr.bounce.rules-file") Optional<Path> rules) {
        return rules.map(BounceClassifier::with).orElseGet(BounceClassifier::standard);
    }

    @Produces
    @Singleton
    Aside aside() {
        return new Aside();
    }

    @Produces
    @Singleton
    Lanes lanes(
            Vertx vertx,
            Aside aside,
            SmtpSessions sessions,
            LaneSettings lanes,
            Shaping shaping,
            Budget budget,
            DeliverySettings delivery,
            PartitionLedgers ledgers,
            BounceClassifier classifier) {
        int loops = delivery.eventLoops() > 0
                ? delivery.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        return new Lanes(
                vertx,
                aside,
                sessions,
                lanes,
                shaping,
                new Lanes.Capacity(delivery.maxSessions(), budget.maxBytes(), delivery.maxMessagesInFlight(), loops),
                ledgers::share,
                (reply, host) -> classifier.classify(reply, host).category());
    }

    @Produces
    @Singleton
    Reporting reporting(OutcomePublisher publisher, RoutingTables tables, DsnSettings settings, Clock clock) {
        return new Reporting(publisher, tables, settings, clock);
    }

    @Produces
    @Singleton
    Bounces bounces(
            OutcomePublisher publisher, SuppressionList suppressions, MeterRegistry metrics, Reporting reporting) {
        return new Bounces(publisher, List.of(new Suppressing(suppressions, metrics), reporting), new MailLog());
    }

    @Produces
    @Singleton
    Refusals refusals(OutcomePublisher publisher, Bounces bounces, Clock clock) {
        return new Refusals(publisher, bounces, clock);
    }

    @Produces
    @Singleton
    Gates gates(
            ControlTopic control,
            Refusals refusals,
            SuppressionList suppressions,
            Dkim dkim,
            QuotaGate quota,
            RoutingTables tables,
            MeterRegistry metrics) {
        Gate directives = new ControlGate(control.directives());
        Gate suppressed = new SuppressionGate(suppressions, metrics);
        return new Gates(
                List.of(directives, suppressed),
                List.of(directives, dkim, quota),
                List.of(directives, new StandingGate(tables.accounts(), tables.rules(), tables.sources())),
                refusals);
    }

    @Produces
    @Singleton
    QuotaGate quota(RoutingTables tables, Quotas quotas, Allowances allowances, MeterRegistry metrics) {
        return new QuotaGate(
                quotas,
                allowances,
                tables.accounts()::limits,
                tables.sources()::dailyAllowance,
                Reporting::isReport,
                metrics);
    }

    @Produces
    @Singleton
    SourceSelector selector(RoutingTables tables, Egress egress, Allowances allowances) {
        return new SourceSelector(
                tables.rules(), tables.sources(), source -> egress.leads(source.ip()) && allowances.open(source));
    }

    @Produces
    @Singleton
    Outcomes outcomes(OutcomePublisher publisher, Bounces bounces, Clock clock, BounceClassifier classifier) {
        return new Outcomes(publisher, bounces, classifier, new MailLog(), clock);
    }

    @Produces
    @Singleton
    Sending sending(
            Destinations destinations,
            Lanes lanes,
            Shaping shaping,
            Budget budget,
            Gates gates,
            Outcomes outcomes,
            LocalAddresses local,
            Dkim dkim,
            Clock clock,
            DeliverySettings delivery,
            VerpSettings verp,
            Vertx vertx) {
        Permits permits = new Permits(delivery.maxUnacknowledged(), System::nanoTime);
        vertx.setPeriodic(PERMITS_REVIEW_MILLIS, id -> permits.review());
        return new Sending(
                destinations, lanes, shaping, permits, budget, gates, outcomes, local, dkim, new Verp(verp), clock);
    }

    @Produces
    @Singleton
    Departure departure(
            SourceSelector selector,
            Gates gates,
            Sending sending,
            OutcomePublisher publisher,
            Refusals refusals,
            RetrySchedule schedule,
            Budget budget,
            Clock clock,
            Vertx vertx) {
        Settlement settlement = new Settlement(publisher, refusals, schedule, clock);
        return new Departure(selector, gates, sending, settlement, refusals, schedule, budget, vertx);
    }

    @Produces
    @Singleton
    SubmissionParser parser(MessageSettings messages, Clock clock) {
        return new SubmissionParser(
                new Limits(messages.maxBytes(), messages.maxLifetime(), messages.maxDelay()), clock);
    }

    @Produces
    @Singleton
    Failures failures(SubmissionParser parser, OutcomePublisher publisher, Clock clock) {
        return new Failures(parser, publisher, clock);
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(
            RoutingTables tables,
            SeenIds ids,
            Departure departure,
            SubmissionParser parser,
            Reporting reporting,
            Refusals refusals,
            Failures failures,
            Budget budget,
            Clock clock,
            Vertx vertx,
            Aside aside,
            SubmissionSettings submissions) {
        Admission admission = new Admission(tables.rules(), tables.accounts(), submissions.accountRequired());
        Originality originality = new Originality(ids, refusals, vertx);
        Admittance admittance = new Admittance(admission, originality, refusals, departure, clock, vertx);
        return new Dispatcher(parser, reporting, refusals, failures, admittance, budget, aside);
    }
}
