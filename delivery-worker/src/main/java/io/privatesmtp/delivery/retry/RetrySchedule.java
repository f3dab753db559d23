package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When mail is tried again, and in which topic it waits. Pure. */
public final class RetrySchedule {
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})([smh])");

    /** A topic and the delay that mail in it waits. */
    public record Step(String topic, Duration delay) {}

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

    /** How much later than its delay a record is released: spread by its origin and offset, the same at every look. */
    Duration jitter(Step step, long seed) {
        long mixed = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
        double fraction = ((mixed ^ (mixed >>> 33)) >>> 11) * 0x1.0p-53;
        return Duration.ofMillis((long) (step.delay().toMillis() * jitter * fraction));
    }

    /** Whether a record whose delay is over must wait on for its due time, in another round. */
    public boolean early(Instant dueAt, Instant now) {
        Duration left = Duration.between(now, dueAt);
        return left.compareTo(shortest().delay().dividedBy(2)) > 0;
    }
}
