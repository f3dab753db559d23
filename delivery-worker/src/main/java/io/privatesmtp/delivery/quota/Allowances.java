package io.privatesmtp.delivery.quota;

import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * The daily allowances of source addresses ({@code dailyAllowance}), in recipients. An address whose allowance is used up
 * is unusable until the next day (UTC). An address without one is not counted.
 */
@ApplicationScoped
public class Allowances {
    private final Usages usages;
    private final Clock clock;

    Allowances(UsageTopic topic, Clock clock) {
        this.usages = topic.usages();
        this.clock = clock;
    }

    /** Whether something is left of the address's allowance today. */
    public boolean open(SourceAddress source) {
        Long allowance = source.dailyAllowance();
        return allowance == null || usages.hasRoom(Usage.source(source.ip()), Limit.daily(allowance), clock.instant());
    }

    Answer take(String ip, long allowance, Instant now) {
        return usages.take(Usage.source(ip), Limit.daily(allowance), now);
    }

    void giveBack(String ip, Instant taken) {
        usages.giveBack(Usage.source(ip), taken);
    }
}
