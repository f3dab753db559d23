package io.privatesmtp.delivery.quota;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts every recipient once, and keeps back those beyond a quota. It must be the last gate before leaving: whom it lets
 * pass is counted. Who was counted passes whatever is left. Reports of our own about failed mail are not counted for an
 * account: it did not write them.
 */
public final class QuotaGate implements Gate {
    private static final Objection HELD = new Objection.Hold(HoldReason.QUOTA);
    private static final Objection PARKED = new Objection.Park();

    private final Quotas quotas;
    private final Allowances allowances;
    private final Function<String, @Nullable AccountLimits> limits;
    private final Function<String, @Nullable Long> dailyAllowance;
    private final Predicate<Mail> isReport;
    private final Counter counted;
    private final Counter held;

    /**
     * @param limits of an account, as its row says
     * @param dailyAllowance of a source address, as its row says
     */
    public QuotaGate(
            Quotas quotas,
            Allowances allowances,
            Function<String, @Nullable AccountLimits> limits,
            Function<String, @Nullable Long> dailyAllowance,
            Predicate<Mail> isReport,
            MeterRegistry metrics) {
        this.quotas = quotas;
        this.allowances = allowances;
        this.limits = limits;
        this.dailyAllowance = dailyAllowance;
        this.isReport = isReport;
        this.counted = metrics.counter("psr.quota.counted.recipients");
        this.held = metrics.counter("psr.quota.held.recipients");
    }

    @Override
    public @Nullable Objection objection(Passage passage, Recipient recipient) {
        Route route = passage.route();
        String ip = route == null ? null : route.sourceIp();
        if (route == null || ip == null) {
            return null;
        }
        Long allowance = ip.equals(passage.counted().source()) ? null : dailyAllowance.apply(ip);
        // Should it be used up by now, the next look picks another address, or does what the rule says.
        if (allowance != null && allowances.take(ip, allowance, passage.now()) != Answer.TAKEN) {
            return PARKED;
        }
        Objection objection = counts(passage, route) ? quota(passage.account(), passage.now()) : null;
        if (objection != null && allowance != null) {
            allowances.giveBack(ip, passage.now());
        }
        return objection;
    }

    private boolean counts(Passage passage, Route route) {
        return !passage.counted().account() && route.reason() != RouteReason.PRIVATE && !isReport.test(passage.mail());
    }

    private @Nullable Objection quota(@Nullable String account, Instant now) {
        AccountLimits own = account == null ? null : limits.apply(account);
        return switch (quotas.take(account, own, now)) {
            case TAKEN -> {
                counted.increment();
                yield null;
            }
            case SOON -> PARKED;
            case EXHAUSTED -> {
                held.increment();
                yield HELD;
            }
        };
    }
}
