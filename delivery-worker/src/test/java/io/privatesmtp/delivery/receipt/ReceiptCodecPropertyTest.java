package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Origin;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What stands in headers and commit metadata is read back as it was written, and garbage is told from it. */
class ReceiptCodecPropertyTest {
    @Property
    void receiptsAreReadBack(
            @ForAll("topics") String topic,
            @ForAll @IntRange(max = 1_000) int partition,
            @ForAll @LongRange(max = Long.MAX_VALUE) long offset,
            @ForAll Set<@IntRange(max = 999) Integer> recipients) {
        Origin consumed = new Origin(topic, partition, offset);

        assertThat(Receipt.parse(Receipt.of(consumed, recipients).text())).isEqualTo(Receipt.of(consumed, recipients));
        assertThat(Receipt.parse(Receipt.all(consumed).text())).isEqualTo(Receipt.all(consumed));
    }

    @Property
    void anyOtherTextIsAReceiptOrRefusedInWords(@ForAll String garbage) {
        refusedOrRead(garbage);
        refusedOrRead("mail.outbound-0-1;" + garbage);
        refusedOrRead(garbage + "-0-1;1,2");
    }

    @Example
    void aReceiptNamesNoMoreRecipientsThanAMessageHas() {
        assertThatExceptionOfType(ContractViolation.class)
                .isThrownBy(() -> Receipt.parse("mail.outbound-0-1;2147483646"));
        assertThatExceptionOfType(ContractViolation.class).isThrownBy(() -> Receipt.parse("mail.outbound-0-1;-1"));
    }

    @Property
    void positionsAreReadBack(
            @ForAll @Size(min = 1, max = 8) Map<@net.jqwik.api.From("topics") String, @LongRange Long> ends) {
        ReceiptPositions positions = new ReceiptPositions(ends);

        assertThat(ReceiptPositions.parse(positions.text())).isEqualTo(positions);
    }

    @Property
    void metadataThatIsNotOursIsNoPositions(@ForAll String garbage) {
        if (!garbage.startsWith("1;")) {
            assertThat(ReceiptPositions.parse(garbage)).isNull();
        }
        ReceiptPositions read = ReceiptPositions.parse("1;" + garbage);
        if (read != null) {
            assertThat(read.ends().values()).allMatch(end -> end >= 0);
        }
    }

    @Example
    void missingForeignAndDamagedMetadataIsNoPositions() {
        assertThat(ReceiptPositions.parse(null)).isNull();
        assertThat(ReceiptPositions.parse("")).isNull();
        assertThat(ReceiptPositions.parse("1;")).isNull();
        assertThat(ReceiptPositions.parse("2;a=1")).isNull();
        assertThat(ReceiptPositions.parse("1;a")).isNull();
        assertThat(ReceiptPositions.parse("1;a=")).isNull();
        assertThat(ReceiptPositions.parse("1;a=-1")).isNull();
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of(
                "mail.outbound", "mail.bulk", "mail.retry.15m", "mail.outbound.a-1-2", "mail.outbound.x-", "t");
    }

    private static void refusedOrRead(String text) {
        try {
            BitSet recipients = Receipt.parse(text).recipients();
            assertThat(recipients == null || recipients.length() <= 100_001).isTrue();
        } catch (ContractViolation e) {
            assertThat(e).hasMessageNotContaining("null pointer");
        }
    }
}
