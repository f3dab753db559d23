package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.HandMovedClock;
import io.privatesmtp.delivery.message.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A worker that takes submissions in any order, dies, loses partitions and gets them back, by the rules of the central loop:
 * look for an original, claim, wait for the acknowledgement, send or refuse. What has come to its end is not looked at again.
 */
final class CrashingWorker {
    private static final List<TopicPartition> PARTITIONS = List.of(
            new TopicPartition("mail.outbound", 0),
            new TopicPartition("mail.outbound", 2),
            new TopicPartition("mail.bulk", 0),
            new TopicPartition("mail.bulk", 1));

    private enum State {
        WAITING,
        DECIDING,
        SENT,
        REFUSED,
        COPY
    }

    private static final class Submission {
        private final Mail mail;
        private final String account;
        private final boolean bad;
        private State state = State.WAITING;
        private Instant claimedAt = Instant.MIN;
        private Instant lookedAt = Instant.MIN;
        private int lookedIn;
        private int refusedIn = Integer.MAX_VALUE;
        private int look;

        private Submission(Mail mail, String account, boolean bad) {
            this.mail = mail;
            this.account = account;
            this.bad = bad;
        }

        private boolean sameAs(Submission other) {
            return partition(mail.origin()).equals(partition(other.mail.origin()))
                    && account.equals(other.account)
                    && mail.messageId().equals(other.mail.messageId());
        }

        private boolean decides(int number) {
            return look == number && state == State.DECIDING;
        }

        private boolean open() {
            return state == State.WAITING || state == State.DECIDING;
        }
    }

    private final Random random;
    private final boolean inOrder;
    private final HandMovedClock time = new HandMovedClock(Mails.NOW);
    private final Journal journal = new Journal();
    private final List<Submission> submissions = new ArrayList<>();
    private int step;
    private final List<Throwable> failures = new ArrayList<>();
    private SeenIds ids = start();

    /**
     * @param inOrder whether it looks at a partition's records in their order, as it does unless an account is waited for;
     *     partitions may then be lost before what was written of them is acknowledged, as when a worker freezes
     */
    CrashingWorker(Random random, boolean inOrder) {
        this.random = random;
        this.inOrder = inOrder;
    }

    /** Assertions that failed on the way. */
    List<Throwable> failures() {
        return failures;
    }

    void step() {
        step++;
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> submit();
            case 4, 5, 6, 7, 8 -> lookAtOne();
            case 9, 10, 11 -> journal.acknowledge(random.nextInt(journal.waiting() + 1));
            case 12 -> time.move(Duration.ofMinutes(random.nextInt(5) == 0 ? random.nextInt(1_500) : 10));
            case 13 -> journal.compact();
            case 14 -> journal.expire(time.instant().minus(PartitionIds.KEPT));
            default -> {
                if (random.nextBoolean()) {
                    die();
                } else {
                    losePartition();
                }
            }
        }
    }

    /** Takes all that waits, and is acknowledged all. */
    void finish() {
        while (submissions.stream().anyMatch(Submission::open)) {
            lookAtOne();
            journal.acknowledge(journal.waiting());
        }
    }

    private void submit() {
        TopicPartition to = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        Origin origin = new Origin(to.topic(), to.partition(), submissions.size());
        Mail mail = random.nextInt(6) == 0 ? Mails.nameless(origin) : Mails.named(origin, "id-" + random.nextInt(3));
        submissions.add(new Submission(mail, "account-" + random.nextInt(2), random.nextInt(8) == 0));
    }

    private void lookAtOne() {
        TopicPartition of = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        List<Submission> waiting = submissions.stream()
                .filter(s ->
                        s.state == State.WAITING && partition(s.mail.origin()).equals(of))
                .toList();
        if (!waiting.isEmpty()) {
            look(waiting.get(inOrder ? 0 : random.nextInt(waiting.size())));
        }
    }

    private void look(Submission s) {
        int look = ++s.look;
        s.lookedAt = time.instant();
        s.lookedIn = step;
        s.state = State.DECIDING;
        CompletableFuture<Origin> original = ids.originalOf(s.mail, s.account);
        if (original != null) {
            noting(original.thenAccept(first -> copy(s, first, look)));
            return;
        }
        Instant before = s.claimedAt;
        s.claimedAt = time.instant();
        noting(ids.claim(s.mail, s.account).thenAccept(other -> {
            if (other != null) {
                s.claimedAt = before;
                copy(s, other, look);
            } else if (s.decides(look)) {
                accepted(s, look);
            }
        }));
    }

    private void noting(CompletableFuture<Void> end) {
        end.whenComplete((v, e) -> {
            if (e != null) {
                failures.add(e);
            }
        });
    }

    private void accepted(Submission s, int look) {
        if (!s.bad) {
            s.state = State.SENT;
            assertThat(submissions)
                    .filteredOn(other -> other != s && other.state == State.SENT && other.sameAs(s))
                    .allMatch(other -> !other.claimedAt.plus(PartitionIds.KEPT).isAfter(s.claimedAt));
            return;
        }
        noting(ids.takeBack(s.mail, s.account).thenRun(() -> {
            if (s.decides(look)) {
                s.state = State.REFUSED;
                s.refusedIn = step;
            }
        }));
    }

    private void copy(Submission s, Origin original, int look) {
        if (!s.decides(look)) {
            return;
        }
        s.state = State.COPY;
        assertThat(submissions)
                .filteredOn(o -> o.mail.origin().equals(original))
                .singleElement()
                .satisfies(o -> {
                    assertThat(o).isNotSameAs(s);
                    assertThat(o.sameAs(s)).isTrue();
                    assertThat(o.state).isNotEqualTo(State.COPY);
                    // Refused while the copy waited for its entry: that much is owed to order.
                    assertThat(o.refusedIn).isGreaterThanOrEqualTo(s.lookedIn);
                    assertThat(s.lookedAt).isBefore(o.claimedAt.plus(Duration.ofHours(25)));
                });
    }

    private void die() {
        journal.lose(random.nextInt(journal.waiting() + 1));
        submissions.forEach(CrashingWorker::again);
        ids = start();
    }

    private void losePartition() {
        TopicPartition lost = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        submissions.stream()
                .filter(s -> partition(s.mail.origin()).equals(lost))
                .forEach(CrashingWorker::again);
        if (!inOrder) {
            journal.acknowledge(journal.waiting());
        }
        ids.revoked(List.of(lost));
        ids.assigned(List.of(lost));
    }

    private static void again(Submission s) {
        if (s.open()) {
            s.state = State.WAITING;
            s.look++;
        }
    }

    private SeenIds start() {
        SeenIds fresh = new SeenIds(journal, time, Long.MAX_VALUE);
        fresh.assigned(PARTITIONS.subList(0, 2));
        fresh.assigned(PARTITIONS.subList(2, 4));
        return fresh;
    }

    private static TopicPartition partition(Origin origin) {
        return new TopicPartition(origin.topic(), origin.partition());
    }
}
