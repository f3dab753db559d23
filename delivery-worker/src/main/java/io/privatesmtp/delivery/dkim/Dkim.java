package io.privatesmtp.delivery.dkim;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.message.Seal;
import io.privatesmtp.delivery.route.RuleTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs mail as its rule and the settings say. As a gate it holds mail whose keys are all missing, unless the settings let
 * it leave unsigned; a key that vanishes behind the gate makes the attempt fail for now.
 */
public final class Dkim implements Gate, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Dkim.class);

    private final DkimSettings settings;
    private final @Nullable Duration lifetime;
    private final KeyRing keys;
    private final RuleTable rules;
    private final KeyChoice choice;
    private final MissingKeys missing = new MissingKeys();
    private final Runnable released;
    private final Clock clock;
    private final Counter signed;
    private final Counter unsigned;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-dkim-keys").daemon().factory());

    /**
     * Reads the keys, and from then on follows their changes.
     *
     * @param call how keys are fetched; null where they are not
     * @param released told when a key has come that mail waits for
     */
    Dkim(
            DkimSettings settings,
            @Nullable KeyCall call,
            RuleTable rules,
            Runnable released,
            Clock clock,
            MeterRegistry metrics) {
        this.settings = settings;
        this.rules = rules;
        this.released = released;
        this.choice = new KeyChoice(rules, settings.domains());
        this.lifetime = settings.signatureLifetime().orElse(null);
        Require.that(
                lifetime == null || lifetime.compareTo(Duration.ofHours(1)) >= 0,
                "psr.dkim.signature-lifetime",
                lifetime,
                "must be an hour at least");
        this.clock = clock;
        this.keys = new KeyRing(
                settings.keysDir().map(KeyFolder::new).orElse(null),
                call == null ? null : new ProvisionedKeys(call, settings.keysRenew(), this::review, clock));
        this.signed = Counter.builder("psr.dkim.signed")
                .description("Messages rendered with a signature")
                .register(metrics);
        this.unsigned = Counter.builder("psr.dkim.unsigned")
                .description("Messages rendered without the signature that they should have")
                .register(metrics);
        Gauge.builder("psr.dkim.keys.missing", missing, MissingKeys::count)
                .description("Keys that mail asked for within the hour and that are not there")
                .register(metrics);
        if (!keys.nowhere()) {
            long millis = Math.max(100, settings.keysCheck().toMillis());
            check();
            checks.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        try {
            keys.refresh();
            fetchAhead();
            review();
        } catch (RuntimeException e) {
            // The schedule would end with it.
            LOG.error("the DKIM keys could not be looked at", e);
        }
    }

    /** The keys of rules are fetched before mail asks for them, so that the first mail is not held for its key. */
    private void fetchAhead() {
        if (keys.fetches()) {
            rules.all().stream()
                    .map(RoutingRule::dkim)
                    .filter(Objects::nonNull)
                    .limit(ProvisionedKeys.MAX)
                    .forEach(dkim -> keys.key(dkim.keyRef()));
        }
    }

    private void review() {
        if (missing.review(name -> keys.key(name) != null, clock.instant())) {
            released.run();
        }
    }

    @Override
    public @Nullable Objection objection(Passage passage, Recipient recipient) {
        Route route = passage.route();
        if (settings.whenKeyMissing() == DkimSettings.WhenKeyMissing.UNSIGNED || keys.nowhere() || route == null) {
            return null;
        }
        List<KeyUse> uses = choice.of(passage.mail().fromDomain(), passage.account(), route.rule());
        return uses.isEmpty() || !marks(uses).isEmpty() ? null : new Objection.Hold(HoldReason.DKIM_KEY);
    }

    /** What signs a message that leaves now. */
    public Seal seal(Mail mail, @Nullable String account, Route route) {
        List<KeyUse> uses = choice.of(mail.fromDomain(), account, route.rule());
        if (uses.isEmpty()) {
            return Seal.NONE;
        }
        List<DkimSigner.Mark> marks = keys.nowhere() ? List.of() : marks(uses);
        if (!marks.isEmpty()) {
            signed.increment();
            return new DkimSigner(marks, clock.instant(), lifetime);
        }
        if (!keys.nowhere() && settings.whenKeyMissing() == DkimSettings.WhenKeyMissing.HOLD) {
            throw new IllegalStateException("DKIM key " + uses.getFirst().keyRef() + " is not there");
        }
        unsigned.increment();
        return Seal.NONE;
    }

    private List<DkimSigner.Mark> marks(List<KeyUse> uses) {
        List<DkimSigner.Mark> marks = new ArrayList<>(uses.size());
        for (KeyUse use : uses) {
            SigningKey key = keys.key(use.keyRef());
            if (key == null) {
                missing.ask(use, clock.instant());
            } else {
                marks.add(new DkimSigner.Mark(use.domain(), use.selector(), key));
            }
        }
        return marks;
    }

    @Override
    public void close() {
        checks.shutdownNow();
        keys.close();
    }
}
