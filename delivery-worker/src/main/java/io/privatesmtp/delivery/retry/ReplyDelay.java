package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.smtp.SmtpReply;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a server itself wants to be asked again, by the words of its 4yz reply: "try again in 5 minutes", "retry after
 * 00:05:00", "greylisted for 300 seconds". No standard has it (RFC 5321 knows no such field), and many servers say it.
 * Pure.
 */
public final class ReplyDelay {
    /** What is longer is cut to this: the server may be wrong, and a message lives for days. */
    public static final Duration LONGEST = Duration.ofHours(4);

    /** It stands in front, where it stands at all. */
    private static final int MAX_TEXT = 1_000;
    /** So far in front of the time may the words stand that say what it is. */
    private static final int CONTEXT = 60;

    private static final String UNIT = "(days?|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\\b";
    /** {@code 00:05:00}, or one or two numbers with units. Every repetition is bounded: no text takes long. */
    private static final Pattern TIME = Pattern.compile("(?<![\\d:.])(?:(\\d{1,3}):([0-5]\\d):([0-5]\\d)(?![\\d:])"
            + "|(\\d{1,7})[ -]?" + UNIT + "(?:[, ]{1,2}(?:and )?(\\d{1,7}) ?" + UNIT + ")?)");

    private static final String ROUGHLY = "\\s?(?:about |at least |approximately |another |~)?";
    private static final Pattern AFTER_IN = Pattern.compile("\\b(?:in|after|wait|another)" + ROUGHLY + "$");
    private static final Pattern AFTER_FOR = Pattern.compile("(?:\\b(?:for|within|of)|[:=(])" + ROUGHLY + "$");
    private static final Pattern WAITING = Pattern.compile(
            "again|retry|retries|try|later|wait|come back|reconnect|resend|gr[ae]y-?list|defer|delay|throttl|block|bann"
                    + "|suspend|penal|unavailable|busy");
    /** "100 messages in 1 hour" is a limit, and says nothing of when to come. */
    private static final Pattern COUNTED = Pattern.compile(
            "\\b(?:messages?|e?-?mails?|connections?|recipients?|attempts?|errors?|requests?|sessions?|times|sent|received)"
                    + "\\s(?:in|within|after|for)" + ROUGHLY + "$");

    private ReplyDelay() {}

    /** The longest that the reply asks for, more than nothing and at most {@link #LONGEST}; null where it asks for none. */
    public static @Nullable Duration of(@Nullable SmtpReply reply) {
        return reply == null || !reply.transientNegative() ? null : of(reply.text());
    }

    static @Nullable Duration of(String said) {
        String text = (said.length() > MAX_TEXT ? said.substring(0, MAX_TEXT) : said)
                .replace('\n', ' ')
                .toLowerCase(Locale.ROOT);
        Duration longest = null;
        Matcher time = TIME.matcher(text);
        while (time.find()) {
            if (isWish(text.substring(Math.max(0, time.start() - CONTEXT), time.start()), text.substring(time.end()))) {
                Duration asked = duration(time);
                longest = longest == null || asked.compareTo(longest) > 0 ? asked : longest;
            }
        }
        if (longest == null || longest.isZero()) {
            return null;
        }
        return longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
    }

    private static boolean isWish(String before, String behind) {
        if (COUNTED.matcher(before).find()) {
            return false;
        }
        return AFTER_IN.matcher(before).find()
                || behind.startsWith(" later")
                || AFTER_FOR.matcher(before).find() && WAITING.matcher(before).find();
    }

    private static Duration duration(Matcher time) {
        if (time.group(1) != null) {
            return Duration.ofHours(Long.parseLong(time.group(1)))
                    .plusMinutes(Long.parseLong(time.group(2)))
                    .plusSeconds(Long.parseLong(time.group(3)));
        }
        Duration first = duration(time.group(4), time.group(5));
        return time.group(6) == null ? first : first.plus(duration(time.group(6), time.group(7)));
    }

    private static Duration duration(String number, String unit) {
        long n = Long.parseLong(number);
        return switch (unit.charAt(0)) {
            case 'd' -> Duration.ofDays(n);
            case 'h' -> Duration.ofHours(n);
            case 'm' -> Duration.ofMinutes(n);
            default -> Duration.ofSeconds(n);
        };
    }
}
