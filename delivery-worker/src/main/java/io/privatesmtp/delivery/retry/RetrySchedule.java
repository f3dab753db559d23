package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When mail is tried again, and in which topic it waits. Pure. */
public final class RetrySchedule {
    private static final Duration HELD_LOOK = Duration.ofMinutes(1);

    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})([smh])");

    /** A topic and the delay that mail in it waits. */
    public record Step(String topic, Duration delay) {}

    /**
     * Where mail waits until it is looked at again.
     *
     * @param at not before then, jitter aside
     * @param dueAt what its record says of that, null where the topic's delay alone says it
     */
    public record Wait(Step step, Instant at, @Nullable Instant dueAt) {}

    private final List<Step> steps;
    private final double jitter;

    /** @throws IllegalArgumentException that names the setting, value and rule */
    public RetrySchedule(List<String> delays, double jitter) {
        List<Step> parsed = new ArrayList<>();
        for (String delay : delays) {
            Step step = new Step(Topics.retry(delay.strip()), duration(delay.strip()));
            if (!parsed.isEmpty() && parsed.getLast().delay().compareTo(step.delay()) >= 0) {
                throw new IllegalArgumentException("psr.retry.delays \"" + delay + "\": delays must ascend");
            }
            parsed.add(step);
        }
        if (parsed.isEmpty() || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("psr.retry: needs a delay, and a jitter from 0 to 1");
        }
        this.steps = List.copyOf(parsed);
        this.jitter = jitter;
    }

    private static Duration duration(String delay) {
        Matcher m = DELAY.matcher(delay);
        if (!m.matches()) {
            throw new IllegalArgumentException("psr.retry.delays \"" + delay + "\": must be a number and s, m or h");
        }
        long n = Long.parseLong(m.group(1));
        if (n == 0) {
            throw new IllegalArgumentException("psr.retry.delays \"" + delay + "\": must be longer than nothing");
        }
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            default -> Duration.ofHours(n);
        };
    }

    public List<Step> steps() {
        return steps;
    }

    public Step shortest() {
        return steps.getFirst();
    }

    /** Where mail waits after its n-th attempt (1 for the first) failed. */
    public Step afterAttempt(int n) {
        return steps.get(Math.min(Math.max(n, 1), steps.size()) - 1);
    }

    /**
     * After the n-th attempt failed. A server that asked for a longer wait than is its turn gets it; one that greylists gets
     * a shorter one too, as long as the delays still grow: no message is tried every minute for days. After the message's
     * expiry there is no attempt, so that the last wait ends then.
     *
     * @param asked what the server's reply asks for, see {@link ReplyDelay}
     */
    public Wait afterAttempt(int n, Instant now, Instant expiresAt, @Nullable Duration asked, boolean greylisted) {
        Step turn = afterAttempt(n);
        Duration delay = turn.delay();
        if (asked != null && (asked.compareTo(delay) > 0 || greylisted && n <= steps.size())) {
            delay = asked.compareTo(shortest().delay()) > 0 ? asked : shortest().delay();
        }
        Instant at = now.plus(delay);
        if (!at.isBefore(expiresAt)) {
            return until(expiresAt, now, expiresAt);
        }
        Step step = fitting(delay);
        // An attempt before the time that a server named would be refused: rather half a step too late than too early.
        return step.delay().equals(delay)
                ? new Wait(step, at, null)
                : new Wait(step, at, at.plus(shortest().delay().dividedBy(2)));
    }

    /** Until a time that no step says, the expiry at most; further rounds follow while it is {@link #early}. */
    public Wait until(Instant at, Instant now, Instant expiresAt) {
        if (!at.isBefore(expiresAt)) {
            // Jitter must not carry the last look behind the expiry.
            Duration left = Duration.between(now, expiresAt);
            Step step = fitting(Duration.ofMillis((long) (left.toMillis() / (1 + jitter))));
            return new Wait(step, expiresAt, expiresAt);
        }
        Duration wait = Duration.between(now, at);
        Step step = fitting(wait);
        return new Wait(step, at, step.delay().compareTo(wait) < 0 ? at : null);
    }

    /** Where held mail waits: it is looked at every minute, as far as the delays allow. */
    public Step heldLook() {
        return fitting(HELD_LOOK);
    }

    /** The largest step that fits into the wait; the shortest where none does. */
    public Step fitting(Duration wait) {
        Step best = shortest();
        for (Step step : steps) {
            if (step.delay().compareTo(wait) <= 0) {
                best = step;
            }
        }
        return best;
    }

    /** For one partition of the step's topic. */
    Pace pace(Step step) {
        return new Pace(step, Duration.ofMillis((long) (step.delay().toMillis() * jitter)));
    }

    /**
     * Whether a record whose delay is over must wait on for its due time, in another round. A look at the expiry is the last:
     * it is made sooner where another round would end too late for it.
     */
    public boolean early(Instant dueAt, Instant now, Instant expiresAt) {
        Duration left = Duration.between(now, dueAt);
        return dueAt.isBefore(expiresAt)
                ? left.compareTo(shortest().delay().dividedBy(2)) > 0
                : left.toMillis() > shortest().delay().toMillis() * (1 + jitter);
    }
}
