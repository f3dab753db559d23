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
    void aLargeMessageTakesSeveralTimesItsSize() {
        Budget ofLarge = new Budget(100_000_000, 100);
        List<Budget.Part> large = new ArrayList<>();
        while (ofLarge.hasRoom(Priority.TRANSACTIONAL)) {
            large.add(ofLarge.take(10_000_000));
        }

        assertThat(large).hasSize(4);
        large.forEach(Budget.Part::giveBack);
        assertThat(ofLarge.bytes()).isZero();
    }

    @Test
    void oneMessageIsAlwaysTakenHoweverLarge() {
        Budget small = new Budget(1_000, 10);
        assertThat(small.hasRoom(Priority.TRANSACTIONAL)).isTrue();

        Budget.Part large = small.take(25_000_000);
        large.isBulk();

        assertThat(small.bulkOverflows()).isFalse();
        assertThat(small.hasRoom(Priority.TRANSACTIONAL)).isFalse();
    }
}
