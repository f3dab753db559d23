package io.privatesmtp.delivery.quota;

import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The hourly and daily quotas of accounts on shared addresses, in recipients. */
@ApplicationScoped
public class Quotas {
    private final Usages usages;
    private final AccountLimits standard;
    private final @Nullable Limit nobody;

    Quotas(UsageTopic topic, QuotaSettings settings) {
        this.usages = topic.usages();
        this.standard = new AccountLimits(settings.perHour(), settings.perDay());
        QuotaSettings.WithoutAccount without = settings.withoutAccount();
        this.nobody = without.perHour().isEmpty() && without.perDay().isEmpty()
                ? null
                : new Limit(
                        without.perHour().orElse(Limit.NONE), without.perDay().orElse(Limit.NONE));
    }

    /** What an account has used by now in this hour and on this day, of which limits. */
    public record State(long usedThisHour, long usedToday, AccountLimits limits) {}

    /** @param limits what the account's row says, null where it says nothing */
    public State state(String account, @Nullable AccountLimits limits, Instant now) {
        String what = Usage.account(account);
        return new State(usages.usedInHour(what, now), usages.usedInDay(what, now), limits == null ? standard : limits);
    }

    /** Counts a recipient for its account, or for nobody's mail, if it may leave. */
    Answer take(@Nullable String account, @Nullable AccountLimits limits, Instant now) {
        if (account == null) {
            return nobody == null ? Answer.TAKEN : usages.take(Usage.account(null), nobody, now);
        }
        AccountLimits valid = limits == null ? standard : limits;
        return usages.take(Usage.account(account), new Limit(valid.perHour(), valid.perDay()), now);
    }
}
