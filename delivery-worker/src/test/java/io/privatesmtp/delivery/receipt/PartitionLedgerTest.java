package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What is committed, whatever order records are settled in. */
class PartitionLedgerTest {
    private static final ReceiptPositions INHERITED = positions(0);

    @Property(tries = 500)
    void theCommittedOffsetNeverPassesAnUnsettledRecord(@ForAll Random random) {
        long start = random.nextInt(100);
        long inheritedUntil = start + random.nextInt(20);
        PartitionLedger ledger = ledger(start, inheritedUntil, new Settled());
        TreeMap<Long, Long> unsettled = new TreeMap<>();
        long next = start;
        long look = 1;
        long committed = start;
        for (int step = 0; step < 200; step++) {
            look += random.nextInt(2);
            int what = random.nextInt(3);
            if (what == 0) {
                long offset = next + random.nextInt(3);
                ledger.received(offset, positions(look));
                unsettled.put(offset, offset < inheritedUntil ? 0 : look);
                next = offset + 1;
            } else if (what == 1 && !unsettled.isEmpty()) {
                List<Long> open = new ArrayList<>(unsettled.keySet());
                long one = open.get(random.nextInt(open.size()));
                ledger.settled(one);
                unsettled.remove(one);
            } else {
                OffsetAndMetadata commit = ledger.toCommit(positions(look));
                if (commit != null) {
                    assertThat(commit.offset()).isGreaterThanOrEqualTo(committed);
                    committed = commit.offset();
                    long expected = unsettled.isEmpty() ? next : unsettled.firstKey();
                    assertThat(committed).isEqualTo(expected);
                    long newest = unsettled.isEmpty()
                            ? next < inheritedUntil ? 0 : look
                            : unsettled.firstEntry().getValue();
                    assertThat(seen(commit)).isEqualTo(newest);
                }
            }
        }
    }

    /** Records 0 to 99; any of them are taken ahead of their turn, and all are settled in any order. */
    @Property(tries = 500)
    void noCommitPassesARecordThatWaitsForItsTurnOrLosesAReceipt(@ForAll Random random) {
        int inheritedUntil = random.nextInt(50);
        PartitionLedger ledger = ledger(0, inheritedUntil, new Settled());
        Map<Long, Long> receivedAt = new HashMap<>();
        TreeMap<Long, Boolean> unsettled = new TreeMap<>();
        long next = 0;
        for (long look = 1; look < 600; look++) {
            int what = random.nextInt(4);
            long any = next + random.nextInt(20);
            if (what == 0 && any < 100 && !ledger.knows(any)) {
                ledger.ahead(any, positions(look));
                receivedAt.put(any, look);
                unsettled.put(any, true);
            } else if (what == 1 && next < 100) {
                if (!ledger.turnOf(next, positions(look))) {
                    ledger.received(next, positions(look));
                    receivedAt.put(next, look);
                    unsettled.put(next, true);
                }
                next++;
            } else if (what == 2 && !unsettled.isEmpty()) {
                long one = List.copyOf(unsettled.keySet()).get(random.nextInt(unsettled.size()));
                ledger.settled(one);
                unsettled.remove(one);
            } else if (what == 3) {
                OffsetAndMetadata commit = ledger.toCommit(positions(look));
                long oldest = unsettled.isEmpty() ? next : Math.min(next, unsettled.firstKey());
                if (commit != null) {
                    assertThat(commit.offset()).isEqualTo(oldest);
                    receivedAt.forEach((offset, at) -> {
                        if (offset >= commit.offset()) {
                            assertThat(seen(commit)).isLessThanOrEqualTo(offset < inheritedUntil ? 0 : at);
                        }
                    });
                }
            }
        }
    }

    @Example
    void aRecordThatWasTakenAheadIsNotTakenAgainInItsTurn() {
        PartitionLedger ledger = ledger(0, 0, new Settled());
        ledger.ahead(1, positions(1));
        ledger.settled(1);
        assertThat(ledger.toCommit(positions(2)).offset()).isZero();

        assertThat(ledger.turnOf(0, positions(3))).isFalse();
        ledger.received(0, positions(3));
        ledger.settled(0);
        assertThat(ledger.turnOf(1, positions(4))).isTrue();

        assertThat(ledger.toCommit(positions(5)).offset()).isEqualTo(2);
        assertThat(ledger.epoch().end()).isDone();
    }

    @Example
    void nothingIsCommittedTwice() {
        PartitionLedger ledger = ledger(5, 5, new Settled());
        ledger.received(5, positions(1));
        ledger.settled(5);

        assertThat(ledger.toCommit(positions(1)).offset()).isEqualTo(6);
        assertThat(ledger.toCommit(positions(1))).isNull();

        ledger.commitFailed();
        assertThat(ledger.toCommit(positions(1)).offset()).isEqualTo(6);
    }

    @Example
    void aRecordThatWasGivenUpStaysUnsettledAndIsNotWaitedFor() {
        PartitionLedger ledger = ledger(0, 0, new Settled());
        ledger.received(0, positions(1));
        ledger.received(1, positions(1));
        var ended = ledger.epoch().end();
        ledger.settled(1);
        assertThat(ended).isNotDone();

        ledger.abandoned();

        assertThat(ended).isDone();
        assertThat(ledger.toCommit(positions(2)).offset()).isZero();
    }

    @Example
    void settlingTwiceCountsOnce() {
        PartitionLedger ledger = ledger(0, 0, new Settled());
        ledger.received(0, positions(1));
        ledger.received(1, positions(1));
        ledger.settled(0);
        ledger.settled(0);

        assertThat(ledger.epoch().end()).isNotDone();
    }

    @Example
    void aReceptionEndsOnce() {
        PartitionLedger ledger = ledger(0, 0, new Settled());
        ledger.received(1, positions(1));
        Reception reception = new Reception(ledger, 0, false, ledger.received(0, positions(1)));

        reception.abandoned();
        reception.settled();
        reception.abandoned();

        assertThat(ledger.epoch().end()).isNotDone();
        assertThat(ledger.toCommit(positions(2)).offset()).isZero();
    }

    @Example
    void receiptsSettleRecipientsOrWholeRecords() {
        Settled before = new Settled();
        before.add(Receipt.of(origin(0), List.of(1)));
        before.add(Receipt.of(origin(0), List.of(3)));
        before.add(Receipt.of(origin(1), List.of(0)));
        before.add(Receipt.all(origin(1)));
        before.add(Receipt.all(origin(2)));
        before.add(Receipt.of(origin(2), List.of(0)));
        PartitionLedger ledger = ledger(0, 4, before);

        Reception some = reception(ledger, 0);
        assertThat(some.settledBefore()).isFalse();
        assertThat(List.of(some.settledBefore(0), some.settledBefore(1), some.settledBefore(2), some.settledBefore(3)))
                .containsExactly(false, true, false, true);
        assertThat(reception(ledger, 1).settledBefore()).isTrue();
        assertThat(reception(ledger, 2).settledBefore(17)).isTrue();
        assertThat(reception(ledger, 3).settledBefore(0)).isFalse();
    }

    @Example
    void nothingIsCommittedBeforeTheEventsThatTheFormerOwnerOwed() {
        CompletableFuture<Void> owed = new CompletableFuture<>();
        PartitionLedger ledger = ledger(0, 0, new Settled(), owed);
        ledger.received(0, positions(1));
        ledger.settled(0);
        assertThat(ledger.toCommit(positions(1))).isNull();

        owed.complete(null);

        assertThat(ledger.toCommit(positions(1)).offset()).isEqualTo(1);
    }

    private static Reception reception(PartitionLedger ledger, long offset) {
        boolean all = ledger.settledBefore(offset);
        return new Reception(ledger, offset, all, ledger.received(offset, positions(1)));
    }

    private static Origin origin(long offset) {
        return new Origin("mail.outbound", 0, offset);
    }

    /** Whatever order records are taken in, an offset that bore none is told of once, when one behind it came. */
    @Property(tries = 500)
    void offsetsWithoutARecordAreToldOf(@ForAll Random random) {
        AtomicLong told = new AtomicLong();
        PartitionLedger ledger = ledger(5, 0, new Settled(), CompletableFuture.completedFuture(null), told::addAndGet);
        long missing = 0;
        for (long offset = 5; offset < 200; offset++) {
            boolean comes = random.nextInt(4) > 0 || offset == 199;
            if (!comes) {
                missing++;
            } else if (random.nextBoolean()) {
                ledger.ahead(offset, positions(1));
                ledger.turnOf(offset, positions(1));
            } else {
                ledger.received(offset, positions(1));
            }
        }

        assertThat(told).hasValue(missing);
    }

    @Example
    void theRecordThatIsUnderWayForTheLongestTimeIsTheFirstThatIsNotSettled() {
        PartitionLedger ledger = ledger(0, 0, new Settled());
        assertThat(ledger.longestUnderWay()).isNull();
        ledger.received(0, positions(1));
        ledger.ahead(7, positions(1));
        ledger.received(1, positions(1));
        ledger.settled(0);

        assertThat(ledger.longestUnderWay().offset()).isEqualTo(7);
        ledger.settled(7);
        assertThat(ledger.longestUnderWay().offset()).isEqualTo(1);
        ledger.settled(1);
        assertThat(ledger.longestUnderWay()).isNull();
    }

    private static PartitionLedger ledger(long start, long inheritedUntil, Settled before) {
        return ledger(start, inheritedUntil, before, CompletableFuture.completedFuture(null));
    }

    private static PartitionLedger ledger(
            long start, long inheritedUntil, Settled before, CompletableFuture<Void> beforeCommits) {
        return ledger(start, inheritedUntil, before, beforeCommits, passed -> {});
    }

    private static PartitionLedger ledger(
            long start,
            long inheritedUntil,
            Settled before,
            CompletableFuture<Void> beforeCommits,
            LongConsumer passedOver) {
        return new PartitionLedger(
                1, new PartitionEpoch(() -> true), start, before, INHERITED, inheritedUntil, beforeCommits, passedOver);
    }

    private static ReceiptPositions positions(long look) {
        Map<String, Long> ends = new HashMap<>();
        ends.put("mail.delivery-events", look);
        return new ReceiptPositions(ends);
    }

    private static long seen(OffsetAndMetadata commit) {
        return ReceiptPositions.parse(commit.metadata()).ends().get("mail.delivery-events");
    }
}
