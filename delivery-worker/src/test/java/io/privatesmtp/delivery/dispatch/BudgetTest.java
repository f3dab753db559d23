package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Budget budget = new Budget(1_000_000_000, 100);

    @Test
    void bulkCannotFillIt() {
        List<Budget.Part> bulk = new ArrayList<>();
        while (budget.hasRoom(Priority.BULK)) {
            bulk.add(budget.take(1_000));
            bulk.getLast().isBulk();
        }

        assertThat(bulk).hasSize(75);
        assertThat(budget.hasRoom(Priority.TRANSACTIONAL)).isTrue();
    }

    @Test
    void bulkThatComesAmongOtherMailIsPutAside() {
        for (int i = 0; i < 87; i++) {
            budget.take(1_000).isBulk();
        }
        assertThat(budget.bulkOverflows()).isFalse();

        budget.take(1_000).isBulk();

        assertThat(budget.bulkOverflows()).isTrue();
        assertThat(budget.hasRoom(Priority.TRANSACTIONAL)).isTrue();
    }

    @Test
    void whatIsPutAsideComesBackSpread() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            waits.add(budget.putAside());
        }

        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(2)) < 0);
        long inOneSecond = waits.stream().filter(wait -> wait.toSeconds() == 60).count();
        assertThat(inOneSecond).isBetween(8L, 12L);
    }

    @Test
    void allIsGivenBack() {
        AtomicInteger told = new AtomicInteger();
        budget.onRoom(told::incrementAndGet);
        Budget.Part part = budget.take(500);
        part.isBulk();
        part.isBulk();

        part.giveBack();

        assertThat(budget.messages()).isZero();
        assertThat(budget.bytes()).isZero();
        assertThat(budget.bulkOverflows()).isFalse();
        assertThat(told).hasValue(1);
    }

    /** It stands in memory as it came, as it was read and as it goes out. */
    @Test
    void aMessageOfSomeSizeTakesSeveralTimesItsSize() {
        Budget of = new Budget(10_000_000, 100);
        List<Budget.Part> parts = new ArrayList<>();
        while (of.hasRoom(Priority.TRANSACTIONAL)) {
            parts.add(of.take(1_000_000));
        }

        assertThat(parts).hasSize(4);
        parts.forEach(Budget.Part::giveBack);
        assertThat(of.bytes()).isZero();
    }

    @Test
    void largeMailLeavesRoomForOtherMail() {
        Budget of = new Budget(128_000_000, 100);
        List<Budget.Part> large = new ArrayList<>();
        while (of.hasRoomForLarge(Priority.TRANSACTIONAL)) {
            large.add(of.take(25_000_000));
        }

        assertThat(large).hasSize(2);
        assertThat(of.hasRoom(Priority.TRANSACTIONAL)).isTrue();
        while (of.hasRoom(Priority.TRANSACTIONAL)) {
            of.take(1_000_000);
        }
        assertThat(of.bytes()).isLessThan(128_000_000 / 4 + 3 * 26_000_000 * 2);
        large.forEach(Budget.Part::giveBack);
        assertThat(of.hasRoomForLarge(Priority.TRANSACTIONAL)).isTrue();
    }

    @Test
    void largeBulkMailYieldsToOtherLargeMail() {
        Budget of = new Budget(128_000_000, 100);
        of.take(25_000_000).isBulk();

        assertThat(of.hasRoomForLarge(Priority.BULK)).isFalse();
        assertThat(of.hasRoomForLarge(Priority.TRANSACTIONAL)).isTrue();
    }

    @Test
    void oneMessageIsAlwaysTakenHoweverLarge() {
        Budget small = new Budget(1_000, 10);
        assertThat(small.hasRoomForLarge(Priority.TRANSACTIONAL)).isTrue();

        Budget.Part large = small.take(25_000_000);
        large.isBulk();

        assertThat(small.bulkOverflows()).isFalse();
        assertThat(small.hasRoomForLarge(Priority.TRANSACTIONAL)).isFalse();
    }

    @Test
    void itIsToldThatLargeMailHasRoomThoughOtherMailHasNone() {
        Budget of = new Budget(128_000_000, 1);
        Budget.Part large = of.take(25_000_000);
        AtomicInteger told = new AtomicInteger();
        of.onRoom(told::incrementAndGet);
        of.take(1_000);

        large.giveBack();

        assertThat(told).hasValue(1);
    }
}
