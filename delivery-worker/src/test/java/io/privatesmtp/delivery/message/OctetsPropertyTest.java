package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Eight octets at a time find what one at a time does. */
class OctetsPropertyTest {
    @Property
    void theFirstLineEndIsFound(@ForAll Random random) {
        byte[] octets = octets(random);
        int from = random.nextInt(octets.length + 1);
        int to = from + random.nextInt(octets.length - from + 1);

        assertThat(Octets.lineEnd(octets, from, to)).isEqualTo(first(octets, from, to, b -> b == '\r' || b == '\n'));
        assertThat(Octets.lineEndOrNul(octets, from, to))
                .isEqualTo(first(octets, from, to, b -> b == '\r' || b == '\n' || b == 0));
    }

    @Property
    void anOctetAbove127IsSeen(@ForAll Random random) {
        byte[] octets = octets(random);
        int from = random.nextInt(octets.length + 1);
        int to = from + random.nextInt(octets.length - from + 1);

        assertThat(Octets.eightBit(octets, from, to)).isEqualTo(first(octets, from, to, b -> b < 0) < to);
    }

    /** Mostly text, with octets near those that are looked for. */
    private static byte[] octets(Random random) {
        byte[] octets = new byte[random.nextInt(60)];
        int rare = 1 + random.nextInt(20);
        for (int i = 0; i < octets.length; i++) {
            int near = "\0\1\t\n\13\14\r\16\177".charAt(random.nextInt(9));
            octets[i] = (byte) (random.nextInt(rare) > 0 ? 'a' : random.nextInt(6) == 0 ? near | 128 : near);
        }
        return octets;
    }

    private static int first(byte[] octets, int from, int to, IntPredicate is) {
        int i = from;
        while (i < to && !is.test(octets[i])) {
            i++;
        }
        return i;
    }
}
