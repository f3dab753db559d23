package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Sets aside a record of {@code provisioning.events} that is no fact, as it came, in the dead letters. */
@ApplicationScoped
class CorruptFacts {
    private static final Logger LOG = Logger.getLogger(CorruptFacts.class);

    private final TableWriter writer;

    CorruptFacts(TableWriter writer) {
        this.writer = writer;
    }

    Uni<Void> setAside(ConsumerRecord<byte[], byte[]> record, RuntimeException why) {
        Origin origin = new Origin(record.topic(), record.partition(), record.offset());
        String sentence = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        LOG.errorf("%s is no fact and goes to the dead letters: %s", origin, sentence);
        return writer.partitions(Topics.DEAD_LETTER).chain(count -> {
            var letter =
                    new ProducerRecord<>(Topics.DEAD_LETTER, record.partition() % count, record.key(), record.value());
            record.headers().forEach(letter.headers()::add);
            header(letter, Headers.ERROR_CODE, ErrorCode.CORRUPT.code());
            header(letter, Headers.ERROR, sentence);
            header(letter, Headers.ORIGIN, origin.toString());
            return writer.write(List.of(letter));
        });
    }

    private static void header(ProducerRecord<?, ?> letter, String name, String value) {
        letter.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
