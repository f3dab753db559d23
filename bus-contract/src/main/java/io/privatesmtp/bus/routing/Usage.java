package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Require;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many recipients a worker has sent to on a day within an allowance or a quota: the value of {@code mail.usage}, under
 * the key {@link #key}. The last row of a key replaces those before; what all workers have used is the sum over their rows.
 *
 * @param worker names the worker from its start to its end; started again it has another name, and its old rows still count
 * @param what {@code account:acme}, {@code account:_} for mail that is nobody's, or {@code source:203.0.113.10}
 * @param day in UTC
 * @param used recipients in each hour of the day, the one from 00:00 UTC first; hours that are not there have none
 */
public record Usage(String worker, String what, LocalDate day, List<Long> used) {
    /** Stands for the account of mail that is nobody's; no account can be called that. */
    public static final String NOBODY = "_";

    private static final int HOURS = 24;
    private static final int MAX_WHAT = 100;

    public Usage(@Nullable String worker, @Nullable String what, @Nullable LocalDate day, @Nullable List<Long> used) {
        this.worker = Require.present("worker", Require.idOrNull("worker", worker));
        this.what = Require.present("what", Require.idOrNull("what", what));
        this.day = Require.present("day", day);
        List<Long> hours = Require.present("used", used);
        hours.forEach(count -> Require.that(count != null && count >= 0, "used", count, "must not be negative"));
        this.used = List.copyOf(hours);
        Require.that(this.worker.indexOf('/') < 0, "worker", worker, "must not contain a slash");
        Require.that(
                this.what.length() <= MAX_WHAT && (this.what.startsWith("account:") || this.what.startsWith("source:")),
                "what",
                what,
                "must be account:ID or source:IP");
        Require.that(this.used.size() <= HOURS, "used", this.used.size(), "must have 24 numbers at most");
    }

    /** What an account uses of shared addresses. @param account null for mail that is nobody's */
    public static String account(@Nullable String account) {
        return "account:" + (account == null ? NOBODY : account);
    }

    /** What is used of a source address. */
    public static String source(String ip) {
        return "source:" + ip;
    }

    public String key() {
        return worker + "/" + what + "/" + day;
    }
}
