package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What makes two submissions bear the same id. */
class IdHashTest {
    private static final Origin HERE = new Origin("mail.outbound", 3, 41);

    @Test
    void theOffsetDoesNot() {
        assertThat(IdHash.of(HERE, "acme", "1")).isEqualTo(IdHash.of(new Origin("mail.outbound", 3, 7), "acme", "1"));
    }

    @Test
    void anotherTopicPartitionAccountOrNobodysMailIsAnother() {
        assertThat(IdHash.of(HERE, "acme", "1"))
                .isNotEqualTo(IdHash.of(new Origin("mail.bulk", 3, 41), "acme", "1"))
                .isNotEqualTo(IdHash.of(new Origin("mail.outbound", 15, 41), "acme", "1"))
                .isNotEqualTo(IdHash.of(HERE, "bricks", "1"))
                .isNotEqualTo(IdHash.of(HERE, null, "1"));
    }

    @Property
    void accountAndIdDoNotRunTogether(
            @ForAll @StringLength(min = 1, max = 20) String text, @ForAll @IntRange(max = 20) int cut) {
        int at = Math.min(cut, text.length() - 1);

        assertThat(IdHash.of(HERE, text.substring(0, at), text.substring(at))).isNotEqualTo(IdHash.of(HERE, text, ""));
    }

    @Property
    void theKeyIsReadAgain(@ForAll long high, @ForAll long low) {
        IdHash hash = new IdHash(high, low);

        assertThat(IdHash.read(hash.key())).isEqualTo(hash);
    }

    @Test
    void aKeyOfAnotherLengthIsNone() {
        assertThat(IdHash.read(new byte[15])).isNull();
        assertThat(IdHash.read(null)).isNull();
    }
}
