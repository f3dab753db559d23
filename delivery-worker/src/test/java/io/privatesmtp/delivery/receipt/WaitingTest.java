package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.delivery.retry.RetryState;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Mail that waits in a retry topic costs nothing, and leaves it in time. */
class WaitingTest {
    private static final int MANY = 100_000;
    private static final Predicate<RetryState> ACME = state -> "acme".equals(state.account());

    private final Instant now = Clock.systemUTC().instant();

    @Test
    void aHundredThousandWaitingMessagesCostNeitherMemoryNorThreadsNorFetches() throws Exception {
        try (Waiting waiting = new Waiting("51m")) {
            for (int i = 0; i < MANY; i++) {
                waiting.append(now, null);
            }
            waiting.flush();
            long heapBefore = heap();
            int threadsBefore = Thread.activeCount();
            waiting.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> consumed(waiting.topic()) > 0);

            Thread.sleep(1_000);
            double polled = consumed(waiting.topic());
            Thread.sleep(3_000);

            assertThat(consumed(waiting.topic()))
                    .as("polled again while nothing is due")
                    .isEqualTo(polled);
            assertThat(polled).isLessThan(1_000);
            assertThat(heap() - heapBefore).isLessThan(20_000_000);
            assertThat(Thread.activeCount() - threadsBefore).isLessThan(10);
            assertThat(waiting.released).isEmpty();
        }
    }

    @Test
    void mailIsReleasedInItsOrderWhenItIsDueAndNotBefore() throws Exception {
        try (Waiting waiting = new Waiting("52m")) {
            Instant soon = now.plusSeconds(3);
            for (int i = 0; i < 30; i++) {
                waiting.append(soon.minus(Duration.ofMinutes(52)).plusMillis(100L * i), null);
            }
            waiting.flush();
            waiting.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.released.size() == 30);

            for (int i = 0; i < 30; i++) {
                Waiting.Released one = waiting.released.get(i);
                Duration late = Duration.between(soon.plusMillis(100L * i).minusMillis(1), one.at());
                assertThat(one.consumed().offset()).isEqualTo(i);
                assertThat(late).isBetween(Duration.ZERO, Duration.ofSeconds(5));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting.committed() == 30);
        }
    }

    @Test
    void withoutRoomNothingIsFetchedOverAndOver() throws Exception {
        try (Waiting waiting = new Waiting("53m")) {
            waiting.roomFor.set(0);
            for (int i = 0; i < 1_000; i++) {
                waiting.append(now.minus(Duration.ofHours(1)), null);
            }
            waiting.flush();
            waiting.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> consumed(waiting.topic()) > 0);
            Thread.sleep(2_000);
            assertThat(consumed(waiting.topic())).isLessThan(500);

            waiting.roomFor.set(Integer.MAX_VALUE);

            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.released.size() == 1_000);
        }
    }

    @Test
    void largeMessagesWaitOnTheBusAndNotInMemory() throws Exception {
        try (Waiting waiting = new Waiting("56m", 20)) {
            waiting.appendLarge(now, 5_000_000);
            waiting.flush();
            long before = heap();
            waiting.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> consumed(waiting.topic()) >= 20);

            // They are dropped with the next poll.
            await().atMost(Duration.ofSeconds(30)).until(() -> heap() - before < 30_000_000);
            assertThat(waiting.released).isEmpty();
        }
    }

    @Test
    void heldMailIsLookedAtWhenItsTableChangesWhereverItStands() throws Exception {
        try (Waiting waiting = new Waiting("54m")) {
            waiting.append(now, null);
            waiting.append(now, "acme");
            waiting.append(now, null);
            waiting.append(now, "other");
            waiting.append(now, "acme");
            waiting.flush();
            waiting.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> consumed(waiting.topic()) > 0);

            waiting.changed.set(ACME);

            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.released.size() == 2);
            assertThat(waiting.offsets()).containsExactly(1L, 4L);
            Thread.sleep(2_500);
            assertThat(waiting.committed())
                    .as("what stands in front was not handed over")
                    .isZero();

            waiting.changed.set(ACME);
            Thread.sleep(2_500);
            waiting.shown.set(now.plus(Duration.ofMinutes(55)));

            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.committed() == 5);
            assertThat(waiting.offsets()).containsExactly(1L, 4L, 0L, 2L, 3L);
        }
    }

    @Test
    void heldMailOfManyIsTakenAheadWhileThereIsRoom() throws Exception {
        try (Waiting waiting = new Waiting("55m")) {
            for (int i = 0; i < 10_000; i++) {
                waiting.append(now, i % 10 == 0 ? "acme" : null);
            }
            waiting.flush();
            waiting.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> consumed(waiting.topic()) > 0);
            waiting.roomFor.set(300);
            waiting.changed.set(ACME);
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.released.size() == 300);

            waiting.roomFor.set(Integer.MAX_VALUE);

            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.released.size() == 1_000);
            assertThat(waiting.offsets()).allMatch(offset -> offset % 10 == 0);
            assertThat(waiting.committed()).isLessThanOrEqualTo(0);
        }
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How many records of the topic were polled, those that were polled again counted again. */
    private static double consumed(String topic) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double sum = 0;
        for (ObjectName name : beans.queryNames(
                new ObjectName(
                        "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=psr-delivery-retry,topic=*"),
                null)) {
            String of = ObjectName.unquote("\"" + name.getKeyProperty("topic").replace("\"", "") + "\"");
            if (of.equals(topic) || of.equals(topic.replace('.', '_'))) {
                sum += consumed(beans, name);
            }
        }
        return sum;
    }

    /** The metrics of a topic come one by one, while we look. */
    private static double consumed(MBeanServer beans, ObjectName topic) throws Exception {
        try {
            return (double) beans.getAttribute(topic, "records-consumed-total");
        } catch (AttributeNotFoundException notYet) {
            return 0;
        }
    }
}
