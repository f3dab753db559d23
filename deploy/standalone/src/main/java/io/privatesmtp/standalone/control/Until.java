package io.privatesmtp.standalone.control;

import io.privatesmtp.standalone.system.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** A moment as people say it: {@code 90m}, {@code 2h}, {@code 3d} from now, or a time of RFC 3339. */
public final class Until {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

    private Until() {}

    public static Instant parse(String text, Instant now) {
        var span = SPAN.matcher(text);
        if (span.matches()) {
            var n = Long.parseLong(span.group(1));
            return now.truncatedTo(ChronoUnit.SECONDS)
                    .plus(
                            switch (span.group(2)) {
                                case "s" -> Duration.ofSeconds(n);
                                case "m" -> Duration.ofMinutes(n);
                                case "h" -> Duration.ofHours(n);
                                default -> Duration.ofDays(n);
                            });
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Failure(
                    "--until is \"" + text + "\"; it must be a span such as 90m, 2h or 3d, or a time such as"
                            + " 2026-11-25T18:00:00Z.",
                    e);
        }
    }
}
