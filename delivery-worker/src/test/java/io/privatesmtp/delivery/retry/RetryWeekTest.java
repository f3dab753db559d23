package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A week of retries on virtual time: thousands of messages, hosts that fail in the usual ways, the real schedule. */
class RetryWeekTest {
    private static final Path REPORT = Path.of("../docs/retries.md");
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration FIVE_DAYS = Duration.ofDays(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final RetrySchedule SCHEDULE = new RetrySchedule(List.of("1m", "5m", "15m", "1h", "4h"), 0.1);

    private static final List<Letter> FULL = letters(3_000, Letter.ALWAYS_FULL, null, FIVE_DAYS);
    private static final List<Letter> SHORT_LIVED = letters(1_000, Letter.ALWAYS_FULL, null, Duration.ofHours(7));
    private static final List<Letter> DOWN = letters(2_000, Letter.downUntil(START.plus(HOUR)), null, FIVE_DAYS);
    private static final List<Letter> GREYLISTED = letters(
            2_000, Letter.greylisting(Duration.ofMinutes(5), "4.7.1 greylisted for 300 seconds"), null, FIVE_DAYS);
    private static final List<Letter> GREYLISTED_ODDLY = letters(
            1_000, Letter.greylisting(Duration.ofSeconds(90), "4.7.1 greylisted, retry in 00:01:30"), null, FIVE_DAYS);
    private static final List<Letter> GREYLISTED_SILENTLY = letters(
            2_000, Letter.greylisting(Duration.ofMinutes(5), "4.7.1 greylisted, try again later"), null, FIVE_DAYS);
    private static final List<Letter> LATER =
            letters(1_000, Letter.downUntil(START), START.plus(Duration.ofHours(30)), FIVE_DAYS);
    private static final List<Letter> LATER_AND_FULL =
            letters(1_000, Letter.ALWAYS_FULL, START.plus(Duration.ofHours(48)), FIVE_DAYS);
    private static final List<List<Letter>> ALL =
            List.of(FULL, SHORT_LIVED, DOWN, GREYLISTED, GREYLISTED_ODDLY, GREYLISTED_SILENTLY, LATER, LATER_AND_FULL);

    /** All within five minutes, as of a campaign. */
    private static List<Letter> letters(int count, Letter.Host host, Instant notBefore, Duration life) {
        return VirtualBus.list(
                count, i -> new Letter(host, i, START.plusMillis(300_000L * i / count), notBefore, life));
    }

    @BeforeAll
    static void theWeekPasses() {
        VirtualBus bus = new VirtualBus(SCHEDULE);
        ALL.forEach(letters -> letters.forEach(bus::submit));
        bus.run();
    }

    @Test
    void everyMessageEndsOnce() {
        assertThat(ALL)
                .allSatisfy(letters -> assertThat(letters)
                        .allMatch(letter -> letter.deliveredAt() != null ^ letter.expiredAt() != null));
    }

    @Test
    void attemptsFollowTheScheduleAndAreNeverEarly() {
        for (Letter letter : FULL) {
            List<Instant> attempts = letter.attempts();
            for (int n = 1; attempts.get(n).isBefore(letter.expiresAt().minusSeconds(70)); n++) {
                Duration waited = Duration.between(attempts.get(n - 1), attempts.get(n));
                Duration turn = SCHEDULE.afterAttempt(n).delay();
                assertThat(waited).isBetween(turn, turn.plus(turn.dividedBy(10)).plusSeconds(1));
            }
        }
    }

    @Test
    void mailThatIsNeverTakenIsLookedAtOnceMoreAtItsExpiryAndThenGivenUp() {
        for (List<Letter> letters : List.of(FULL, SHORT_LIVED, LATER_AND_FULL)) {
            assertThat(letters).allSatisfy(letter -> {
                Instant last = letter.attempts().getLast();
                assertThat(last).isBetween(letter.expiresAt().minusSeconds(70), letter.expiresAt());
                assertThat(letter.expiredAt())
                        .isBetween(letter.expiresAt(), letter.expiresAt().plusSeconds(70));
            });
        }
    }

    @Test
    void jitterSpreadsWhatFailedTogether() {
        // Submitted within five minutes, they would come within five minutes again.
        List<Long> tenth = FULL.stream()
                .map(letter -> letter.attempts().get(9).getEpochSecond())
                .sorted()
                .toList();
        long width = tenth.get(tenth.size() * 95 / 100) - tenth.get(tenth.size() * 5 / 100);
        long busiest = tenth.stream()
                .mapToLong(second -> tenth.stream()
                        .filter(s -> s >= second && s < second + 60)
                        .count())
                .max()
                .orElseThrow();

        assertThat(Duration.ofSeconds(width)).isGreaterThan(Duration.ofMinutes(12));
        assertThat(busiest).isLessThan(FULL.size() / 8);
    }

    @Test
    void greylistedMailPassesOnItsSecondAttemptWhenTheServerSaysWhen() {
        for (List<Letter> letters : List.of(GREYLISTED, GREYLISTED_ODDLY)) {
            assertThat(letters)
                    .allSatisfy(letter -> assertThat(letter.attempts()).hasSize(2));
        }
        assertThat(GREYLISTED)
                .allSatisfy(letter -> assertThat(waited(letter)).isLessThanOrEqualTo(Duration.ofSeconds(330)));
        assertThat(GREYLISTED_ODDLY)
                .allSatisfy(letter -> assertThat(waited(letter)).isLessThanOrEqualTo(Duration.ofSeconds(180)));
        assertThat(GREYLISTED_SILENTLY)
                .allSatisfy(letter -> assertThat(letter.attempts()).hasSize(3));
    }

    @Test
    void afterAnHourOfNoMailPassesAtItsNextTurn() {
        assertThat(DOWN)
                .allSatisfy(letter -> assertThat(letter.deliveredAt())
                        .isBetween(
                                START.plus(HOUR),
                                START.plus(HOUR.multipliedBy(2).plusMinutes(30))));
    }

    @Test
    void mailForLaterIsTriedAtItsTime() {
        assertThat(LATER)
                .allSatisfy(letter -> assertThat(letter.deliveredAt())
                        .isBetween(letter.notBefore(), letter.notBefore().plusSeconds(90)));
    }

    @Test
    void theReportInTheDocsIsOfThisSchedule() throws IOException {
        String report = report();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(REPORT, report);
        }
        assertThat(REPORT)
                .as("drifted; if that is meant: ./mvnw -pl delivery-worker -am test -Dtest=RetryWeekTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate=true")
                .hasContent(report);
    }

    private static Duration waited(Letter letter) {
        return Duration.between(letter.submittedAt(), letter.deliveredAt());
    }

    private static String report() {
        RetryReport report = new RetryReport();
        report.attempts(FULL);
        report.outcome("421 for the first hour", DOWN);
        report.outcome("greylisting, \"greylisted for 300 seconds\"", GREYLISTED);
        report.outcome("greylisting, \"retry in 00:01:30\"", GREYLISTED_ODDLY);
        report.outcome("greylisting for 5 minutes, without saying so", GREYLISTED_SILENTLY);
        report.outcome("takes all, but `notBefore` is 30 hours ahead", LATER);
        report.outcome("mailbox full, always", FULL);
        report.outcome("mailbox full, always; `expiresAt` after 7 hours", SHORT_LIVED);
        report.outcome("mailbox full, always; `notBefore` 48 hours ahead", LATER_AND_FULL);
        return report.text();
    }
}
