package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A line has 998 octets at most, CR and LF not counted (RFC 5322 section 2.1.1). */
class LongLinePropertyTest {
    @Property
    void aLongLineIsSeenWhereverItStands(@ForAll("lengths") List<Integer> lengths, @ForAll boolean ended) {
        StringBuilder text = new StringBuilder("before\r\n");
        int start = text.length();
        lengths.forEach(length -> text.append("x".repeat(length)).append("\r\n"));
        int end = text.length() - (ended || lengths.isEmpty() ? 0 : 1);
        byte[] message = text.append("y".repeat(2_000)).toString().getBytes(StandardCharsets.US_ASCII);

        assertThat(Reencoder.has(Reencoder.Flaw.LONG_LINE, message, start, end))
                .isEqualTo(lengths.stream().anyMatch(length -> length > 998));
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, 998),
                        Arbitraries.integers().between(996, 1_001))
                .list()
                .ofMaxSize(8);
    }
}
