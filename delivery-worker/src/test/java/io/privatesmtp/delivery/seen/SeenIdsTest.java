package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.HandMovedClock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which submission an id belongs to. */
class SeenIdsTest {
    private static final TopicPartition HERE = new TopicPartition("mail.outbound", 1);

    private final HandMovedClock time = new HandMovedClock(Mails.NOW);
    private final Journal journal = new Journal();
    private final SeenIds ids = holding(Long.MAX_VALUE);

    @Test
    void aClaimIsAnsweredOnceItsEntryIsAcknowledged() {
        var claim = ids.claim(Mails.named(at(4), "a"), "acme");
        assertThat(claim).isNotDone();

        journal.acknowledge(1);

        assertThat(claim).isCompletedWithValue(null);
    }

    @Test
    void aCopyIsKnownAtOnceAndToldOnceTheEntryOfTheFirstIsAcknowledged() {
        ids.claim(Mails.named(at(4), "a"), "acme");
        var known = ids.originalOf(Mails.named(at(5), "a"), "acme");
        var claimed = ids.claim(Mails.named(at(5), "a"), "acme");
        assertThat(known).isNotNull().isNotDone();
        assertThat(claimed).isNotDone();

        journal.acknowledge(1);

        assertThat(known).isCompletedWithValue(at(4));
        assertThat(claimed).isCompletedWithValue(at(4));
    }

    @Test
    void theSameRecordAgainIsNoCopyAndWaitsForItsEntryLikeTheFirstTime() {
        ids.claim(Mails.named(at(4), "a"), "acme");

        assertThat(ids.originalOf(Mails.named(at(4), "a"), "acme")).isNull();
        assertThat(ids.claim(Mails.named(at(4), "a"), "acme")).isNotDone();
    }

    @Test
    void aMessageWithoutAnIdNeverWaits() {
        assertThat(ids.claim(Mails.nameless(at(4)), "acme")).isCompletedWithValue(null);
        assertThat(journal.waiting()).isZero();
    }

    @Test
    void anIdIsFreeAgainOnceItsSubmissionIsRefused() {
        ids.claim(Mails.named(at(4), "a"), "acme");
        journal.acknowledge(1);

        ids.takeBack(Mails.named(at(4), "a"), "acme");
        journal.acknowledge(1);

        assertThat(ids.originalOf(Mails.named(at(5), "a"), "acme")).isNull();
        assertThat(holding(Long.MAX_VALUE).originalOf(Mails.named(at(5), "a"), "acme"))
                .isNull();
    }

    @Test
    void aCopyThatIsRefusedDoesNotFreeTheIdOfTheFirst() {
        ids.claim(Mails.named(at(4), "a"), "acme");

        ids.takeBack(Mails.named(at(5), "a"), "acme");
        journal.acknowledge(1);

        assertThat(ids.originalOf(Mails.named(at(6), "a"), "acme")).isCompletedWithValue(at(4));
    }

    @Test
    void anIdCountsForADayAndNotForTwentyFiveHours() {
        ids.claim(Mails.named(at(4), "a"), "acme");
        journal.acknowledge(1);
        time.move(Duration.ofHours(24).minusMillis(1));
        assertThat(ids.originalOf(Mails.named(at(5), "a"), "acme")).isCompletedWithValue(at(4));

        time.move(Duration.ofHours(1).plusMillis(1));

        assertThat(ids.originalOf(Mails.named(at(5), "a"), "acme")).isNull();
        assertThat(ids.size()).isZero();
    }

    @Test
    void aPartitionThatIsGivenUpTakesNoMemoryAndClaimsNothing() {
        ids.claim(Mails.named(at(4), "a"), "acme");

        ids.revoked(List.of(HERE));

        assertThat(ids.bytes()).isZero();
        assertThat(ids.claim(Mails.named(at(5), "b"), "acme")).isCompletedWithValue(null);
        assertThat(journal.waiting()).isEqualTo(1);
    }

    @Test
    void whenMemoryIsSpentTheOldestIdsAreForgotten() {
        SeenIds small = holding(20_000);
        for (int hour = 0; hour < 10; hour++) {
            for (int i = 0; i < 100; i++) {
                small.claim(Mails.named(at(hour * 100 + i), hour + "/" + i), "acme");
            }
            journal.acknowledge(100);
            time.move(Duration.ofHours(1));
        }

        assertThat(small.bytes()).isLessThanOrEqualTo(20_000);
        assertThat(small.originalOf(Mails.named(at(5_000), "0/99"), "acme")).isNull();
        assertThat(small.originalOf(Mails.named(at(5_000), "9/0"), "acme")).isCompletedWithValue(at(900));
    }

    private SeenIds holding(long maxBytes) {
        SeenIds fresh = new SeenIds(journal, time, maxBytes);
        fresh.assigned(List.of(HERE));
        return fresh;
    }

    private static Origin at(long offset) {
        return new Origin(HERE.topic(), HERE.partition(), offset);
    }
}
