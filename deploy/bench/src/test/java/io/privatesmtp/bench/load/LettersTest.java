package io.privatesmtp.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.Headers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {
    @ParameterizedTest
    @ValueSource(strings = {"4k", "20k", "100k", "1000"})
    void messagesAreAsLargeAsAskedFor(String size) {
        var letters = new Letters(Case.plain(Case.bytes(size)), "run");

        var message = letters.write().value();

        assertThat(message.length).isEqualTo(Case.bytes(size));
        assertThat(new String(message, UTF_8)).endsWith("\r\n").doesNotContain("\r\n.");
    }

    @Test
    void everySenderWritesToEveryDomainEquallyOften() {
        var letters = new Letters(Case.plain(4_096).to(7), "run");
        var pairs = new HashMap<String, Integer>();

        for (int i = 0; i < Case.SENDERS * 7 * 3; i++) {
            var letter = letters.write();
            var pair = header(letter, Headers.MAIL_FROM)
                    + header(letter, Headers.RCPT_TO).replaceAll(".*@", " ");
            pairs.merge(pair, 1, Integer::sum);
        }

        assertThat(pairs)
                .hasSize(Case.SENDERS * 7)
                .allSatisfy((pair, count) -> assertThat(count).isEqualTo(3));
    }

    @Test
    void noTwoMessagesHaveTheSameId() {
        var one = new Letters(Case.plain(512), "run1");
        var two = new Letters(Case.plain(512), "run2");
        var ids = new HashSet<String>();

        for (int i = 0; i < 500; i++) {
            ids.add(header(one.write(), Headers.MESSAGE_ID));
            ids.add(header(two.write(), Headers.MESSAGE_ID));
        }

        assertThat(ids).hasSize(1_000);
    }

    @Test
    void theAskedShareOfThemIsRefusedForAWhile() {
        var mail = Case.plain(4_096).deferring(10);

        assertThat(LongStream.range(0, 10_000).filter(mail::deferred)).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "4m", "-4k", "511", "99999999"})
    void sizesThatMakeNoSenseAreRefused(String size) {
        assertThatThrownBy(() -> Case.plain(Case.bytes(size)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--size " + size);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
