package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class InletTest {
    private final List<Long> taken = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int room;
    private long refused = -1;
    private long deep = -1;
    private long asked;
    private long sent;

    private final Inlet inlet = new Inlet("submissions", () -> room > 0, this::take, later::add);

    private void take(ConsumerRecord<?, ?> record) {
        room--;
        if (record.offset() == refused) {
            throw new IllegalStateException("no");
        }
        if (record.offset() == deep) {
            throw new StackOverflowError();
        }
        taken.add(record.offset());
    }

    @Test
    void asksForNothingWhereThereIsNoRoom() {
        subscribe();

        assertThat(asked).isZero();
    }

    /** What was asked for comes, and may be 40 MB each. */
    @Test
    void fewRecordsLieUnreadWhenTheRoomIsGone() {
        room = 1;
        subscribe();

        sendAll();

        assertThat(taken).containsExactly(0L);
        assertThat(sent - taken.size()).isLessThan(Inlet.AT_ONCE);
    }

    @Test
    void whatWaitedGoesFirstAndInOrderWhenThereIsRoomAgain() {
        room = 1;
        subscribe();
        sendAll();

        for (int i = 0; i < 20; i++) {
            room += 3;
            inlet.room();
            later.forEach(Runnable::run);
            later.clear();
            sendAll();
        }

        assertThat(taken).hasSize(61).isSorted();
    }

    @Test
    void isNotReadOnTheThreadThatTellsOfRoom() {
        room = 1;
        subscribe();
        sendAll();

        room = 5;
        inlet.room();

        assertThat(taken).hasSize(1);
        assertThat(later).hasSize(1);
    }

    @Test
    void aRecordThatCannotBeTakenDoesNotStopTheNext() {
        room = 100;
        refused = 3;
        deep = 7;
        subscribe();

        sendAll();

        assertThat(taken).contains(2L, 4L, 6L, 8L, 20L).doesNotContain(3L, 7L);
    }

    private void subscribe() {
        inlet.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                asked += n;
            }

            @Override
            public void cancel() {}
        });
    }

    /** As a channel does: whatever was asked for, up to a hundred in all. */
    private void sendAll() {
        while (sent < asked && sent < 100) {
            var record = new ConsumerRecord<byte[], byte[]>("mail.outbound", 0, sent++, null, new byte[0]);
            inlet.onNext(Message.of(new byte[0]).addMetadata(new IncomingKafkaRecordMetadata<>(record, "submissions")));
        }
    }
}
