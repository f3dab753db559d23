package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.receipt.Epochs;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftOnBusTest {
    private static final String TOPIC = "mail.outbound";

    private final List<Long> taken = new CopyOnWriteArrayList<>();
    private final List<Long> empty = new CopyOnWriteArrayList<>();
    private final List<Long> fetched = new CopyOnWriteArrayList<>();
    private final Set<Long> deleted = ConcurrentHashMap.newKeySet();
    private final PartitionEpoch epoch = Epochs.begin();
    private volatile boolean brokerIsAway;
    private volatile boolean clientIsBroken;
    private volatile int room;

    private final LeftOnBus left = new LeftOnBus("test", this::fetch, () -> room > 0, (submission, consumed, of) -> {
        room--;
        taken.add(consumed.offset());
        if (submission.value() == null) {
            empty.add(consumed.offset());
        }
        of.settled();
    });

    private ConsumerRecord<byte[], byte[]> fetch(TopicPartition partition, long offset) {
        fetched.add(offset);
        if (brokerIsAway) {
            throw new TimeoutException("away");
        }
        if (clientIsBroken) {
            throw new IllegalStateException("no");
        }
        return deleted.contains(offset) ? null : record(offset);
    }

    @AfterEach
    void close() {
        left.close();
    }

    @Test
    void recordsAreFetchedAgainInTheirOrderAsThereIsRoom() {
        leave(3, 5, 9);
        assertThat(fetched).isEmpty();

        room(2);

        await(() -> assertThat(taken).containsExactly(3L, 5L));
        assertThat(fetched).containsExactly(3L, 5L);
        room(1);
        await(() -> assertThat(taken).containsExactly(3L, 5L, 9L));
    }

    @Test
    void whoeverComesLaterWaitsBehindThem() {
        leave(3);
        assertThat(left.mustWait()).isTrue();

        room(2);

        await(() -> assertThat(left.mustWait()).isFalse());
        assertThat(taken).containsExactly(3L);
    }

    @Test
    void nothingMoreIsLeftThanCommitsCanWaitFor() {
        for (int i = 0; i < LeftOnBus.MOST; i++) {
            assertThat(left.takesMore()).isTrue();
            leave(i);
        }

        assertThat(left.takesMore()).isFalse();
    }

    @Test
    void aPartitionThatGoesIsNotKeptByRecordsThatWait() throws Exception {
        leave(3, 5);

        Epochs.end(epoch).get(20, TimeUnit.SECONDS);

        room(5);
        leave(new Left(Epochs.begin(), 7));
        await(() -> assertThat(taken).containsExactly(7L));
    }

    @Test
    void aBrokerThatIsAwayIsAskedAgain() {
        brokerIsAway = true;
        room(1);
        leave(3);
        await(() -> assertThat(fetched).isNotEmpty());

        brokerIsAway = false;

        await(() -> assertThat(taken).containsExactly(3L));
    }

    /** Intake stands still while too many are left: it must hear of it when they go, whichever way. */
    @Test
    void whoeverWaitsForFewerIsTold() {
        AtomicInteger told = new AtomicInteger();
        left.onFewer(told::incrementAndGet);
        leave(3, 5);
        Epochs.end(epoch);
        await(() -> assertThat(told).hasPositiveValue());
        told.set(0);

        leave(new Left(Epochs.begin(), 7));
        room(1);

        await(() -> assertThat(told).hasPositiveValue());
    }

    @Test
    void aFaultOfOursDoesNotEndTheReading() {
        clientIsBroken = true;
        room(1);
        leave(3);
        await(() -> assertThat(fetched).isNotEmpty());

        clientIsBroken = false;

        await(() -> assertThat(taken).containsExactly(3L));
    }

    /** It becomes a dead letter then; left alone, it would keep all offsets behind it from being committed. */
    @Test
    void aRecordThatIsNoMoreIsHandedOnWithoutItsValue() throws Exception {
        deleted.add(3L);
        room(2);

        leave(3, 5);

        await(() -> assertThat(taken).containsExactly(3L, 5L));
        assertThat(empty).containsExactly(3L);
        Epochs.end(epoch).get(20, TimeUnit.SECONDS);
    }

    private record Left(PartitionEpoch epoch, long offset) {}

    private void leave(long... offsets) {
        for (long offset : offsets) {
            leave(new Left(epoch, offset));
        }
    }

    private void leave(Left one) {
        left.leave(record(one.offset()), Epochs.received(one.epoch(), one.offset()));
    }

    private void room(int more) {
        room += more;
        left.room();
    }

    private static void await(org.awaitility.core.ThrowingRunnable shown) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(shown);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(TOPIC, 0, offset, null, new byte[1]);
    }
}
