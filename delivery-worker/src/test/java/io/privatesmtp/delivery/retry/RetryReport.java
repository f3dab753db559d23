package io.privatesmtp.delivery.retry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What became of the simulated week, in the words of docs/retries.md. */
final class RetryReport {
    private static final String HEAD = """
            # Retries

            A week of retries, simulated on virtual time with the schedule that the worker has by default
            (`psr.retry.delays=1m,5m,15m,1h,4h`, `psr.retry.jitter=0.1`): 13,000 messages submitted within five minutes to hosts that fail in
            the usual ways. `RetryWeekTest` writes this page and fails when it drifts.

            A server that says when it wants to be asked again ("try again in 10 minutes") is believed, up to 4 hours, where that is later than
            the schedule's turn. One that greylists is believed where it is sooner, too, for the first five attempts; never below the
            shortest delay. In the last minute before its expiry a message is tried once or twice more.

            ## Attempts of a message that is never taken

            Time from submission. What became due together leaves one by one within the time that jitter allows, a tenth of the delay; so the
            messages of a moment come less and less together.

            | attempt | earliest | median | latest |
            |---:|---:|---:|---:|
            """;
    private static final String OUTCOMES = """

            ## What became of the messages

            | the host | messages | delivered | expired | attempts | end, from submission: earliest | median | latest |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """;

    private final StringBuilder attempts = new StringBuilder();
    private final StringBuilder outcomes = new StringBuilder();

    void attempts(List<Letter> letters) {
        int most = letters.stream().mapToInt(l -> l.attempts().size()).max().orElse(0);
        for (int n = 0; n < most; n++) {
            int attempt = n;
            List<Duration> waits = letters.stream()
                    .filter(l -> l.attempts().size() > attempt)
                    .map(l -> Duration.between(l.submittedAt(), l.attempts().get(attempt)))
                    .sorted()
                    .toList();
            attempts.append("| ").append(n + 1).append(spread(waits));
        }
    }

    void outcome(String host, List<Letter> letters) {
        long delivered = letters.stream().filter(l -> l.deliveredAt() != null).count();
        int fewest = letters.stream().mapToInt(l -> l.attempts().size()).min().orElse(0);
        int most = letters.stream().mapToInt(l -> l.attempts().size()).max().orElse(0);
        List<Duration> ends = letters.stream()
                .map(l -> Duration.between(
                        l.submittedAt(),
                        l.deliveredAt() == null ? Objects.requireNonNull(l.expiredAt()) : l.deliveredAt()))
                .sorted()
                .toList();
        outcomes.append("| ")
                .append(host)
                .append(String.format(
                        Locale.ROOT,
                        " | %,d | %,d | %,d | %s",
                        letters.size(),
                        delivered,
                        letters.size() - delivered,
                        fewest == most ? Integer.toString(most) : fewest + " to " + most))
                .append(spread(ends));
    }

    private static String spread(List<Duration> sorted) {
        return " | " + text(sorted.getFirst()) + " | " + text(sorted.get(sorted.size() / 2)) + " | "
                + text(sorted.getLast()) + " |\n";
    }

    private static String text(Duration d) {
        return d.toDays() > 0
                ? String.format(
                        Locale.ROOT,
                        "%d d %02d:%02d:%02d",
                        d.toDays(),
                        d.toHoursPart(),
                        d.toMinutesPart(),
                        d.toSecondsPart())
                : String.format(Locale.ROOT, "%02d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
    }

    String text() {
        return HEAD + attempts + OUTCOMES + outcomes;
    }
}
