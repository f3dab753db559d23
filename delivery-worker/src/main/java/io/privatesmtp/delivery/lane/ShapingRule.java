package io.privatesmtp.delivery.lane;

import io.privatesmtp.delivery.mx.HostPatterns;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of a shaping file, checked: which hosts are the site, and its limits. */
record ShapingRule(String name, HostPatterns hosts, SiteLimits limits) {
    private static final String NAME = "[a-z0-9-]{1,40}";
    private static final Pattern TIME = Pattern.compile("(\\d{1,5})(s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);

    /** @throws IllegalArgumentException that names the file, the site, the value and the rule */
    static ShapingRule of(String file, int number, ShapingFile.Entry entry, SiteLimits defaults) {
        String name = entry.name();
        if (name == null || !name.matches(NAME)) {
            throw new IllegalArgumentException(
                    file + ", site " + number + ", name \"" + name + "\": must be 1 to 40 of a-z, 0-9 and hyphen");
        }
        String at = file + ", site " + name + ", ";
        Duration first = time(at + "first-pause", entry.firstPause(), defaults.firstPause());
        Duration longest = time(at + "longest-pause", entry.longestPause(), max(first, defaults.longestPause()));
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(at + "longest-pause: must not be shorter than first-pause");
        }
        SiteLimits limits = new SiteLimits(
                number(at + "sessions", entry.sessions(), 1_000, defaults.sessions()),
                number(at + "messages-per-session", entry.messagesPerSession(), 10_000, defaults.messagesPerSession()),
                entry.rate() == null ? defaults.rate() : Rate.parse(at + "rate", entry.rate()),
                number(at + "recipients", entry.recipients(), SiteLimits.MAX_RECIPIENTS, defaults.recipients()),
                first,
                longest);
        return new ShapingRule(name, HostPatterns.of(at + "mx", entry.mx()), limits);
    }

    boolean matches(String host) {
        return hosts.match(host);
    }

    private static int number(String at, @Nullable Integer value, int max, int missing) {
        if (value == null) {
            return missing;
        }
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(at + " \"" + value + "\": must be 1 to " + max);
        }
        return value;
    }

    private static Duration time(String at, @Nullable String text, Duration missing) {
        if (text == null) {
            return missing;
        }
        Matcher m = TIME.matcher(text);
        Duration time = !m.matches()
                ? Duration.ZERO
                : switch (m.group(2)) {
                    case "s" -> Duration.ofSeconds(Long.parseLong(m.group(1)));
                    case "m" -> Duration.ofMinutes(Long.parseLong(m.group(1)));
                    default -> Duration.ofHours(Long.parseLong(m.group(1)));
                };
        if (time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(at + " \"" + text + "\": must be 1s to 24h, like 30s, 5m or 1h");
        }
        return time;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
