package io.privatesmtp.delivery.lane;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many messages in a time.
 *
 * @param count 1 to 10,000,000
 * @param period one second, minute or hour
 */
public record Rate(int count, Duration period) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,8})/(s|min|h)");
    private static final int MAX = 10_000_000;

    /** @throws IllegalArgumentException that begins with {@code at} and says the rule */
    static Rate parse(String at, String text) {
        Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        int count = m.matches() ? Integer.parseInt(m.group(1)) : 0;
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException(at + " \"" + text + "\": must be like 600/min, with s, min or h");
        }
        return new Rate(
                count,
                switch (m.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "min" -> Duration.ofMinutes(1);
                    default -> Duration.ofHours(1);
                });
    }

    double perSecond() {
        return (double) count / period.toSeconds();
    }

    @Override
    public String toString() {
        return count + "/" + (period.toSeconds() == 1 ? "s" : period.toSeconds() == 60 ? "min" : "h");
    }
}
