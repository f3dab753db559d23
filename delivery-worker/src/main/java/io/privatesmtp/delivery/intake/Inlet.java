package io.privatesmtp.delivery.intake;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks a channel for a few records at a time, and lets them in, in order, as there is room. What was asked for comes, however
 * large it is: so many records lie here unread at most. (What the messaging layer reads ahead beyond them is bounded by the sluice.)
 */
final class Inlet implements Flow.Subscriber<Message<byte[]>> {
    static final int AT_ONCE = 8;
    private static final Logger LOG = Logger.getLogger(Inlet.class);

    private final String channel;
    private final BooleanSupplier hasRoom;
    private final Consumer<ConsumerRecord<?, ?>> sink;
    private final Executor elsewhere;

    private final AtomicInteger outstanding = new AtomicInteger();
    private final Queue<ConsumerRecord<?, ?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lying = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile Flow.@Nullable Subscription subscription;

    /** @param elsewhere runs what a thread that only tells of room has no time for */
    Inlet(String channel, BooleanSupplier hasRoom, Consumer<ConsumerRecord<?, ?>> sink, Executor elsewhere) {
        this.channel = channel;
        this.hasRoom = hasRoom;
        this.sink = sink;
        this.elsewhere = elsewhere;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        work();
    }

    @Override
    public void onNext(Message<byte[]> message) {
        message.getMetadata(IncomingKafkaRecordMetadata.class).ifPresent(polled -> {
            lying.incrementAndGet();
            waiting.add(polled.getRecord());
        });
        outstanding.decrementAndGet();
        work();
    }

    /** There is room again. Told on the thread of whoever gave it back, which has better things to do than to read mail. */
    void room() {
        if (lying.get() == 0) {
            work();
        } else {
            elsewhere.execute(this::work);
        }
    }

    /** By one thread at a time; a call that comes meanwhile is another turn of that one. */
    private void work() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int done = 1;
        do {
            while (lying.get() > 0 && hasRoom.getAsBoolean()) {
                ConsumerRecord<?, ?> record = waiting.poll();
                if (record == null) {
                    break;
                }
                lying.decrementAndGet();
                take(record);
            }
            ask();
            done = turns.addAndGet(-done);
        } while (done > 0);
    }

    /** Whatever becomes of one record, the next ones are read; one that was not settled comes again after a restart. */
    private void take(ConsumerRecord<?, ?> record) {
        try {
            sink.accept(record);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "%s-%d@%d could not be taken", record.topic(), record.partition(), record.offset());
        }
    }

    private void ask() {
        Flow.Subscription known = subscription;
        int more = AT_ONCE - outstanding.get() - lying.get();
        if (known != null && more >= AT_ONCE / 2 && hasRoom.getAsBoolean()) {
            outstanding.addAndGet(more);
            known.request(more);
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "the channel %s failed", channel);
    }

    @Override
    public void onComplete() {
        LOG.infof("the channel %s ended", channel);
    }
}
