package io.privatesmtp.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyedHashesTest {
    private static final int MILLION = 1_000_000;

    record Step(boolean add, long hash) {}

    /** Few places, also at the end of the array, so that many want the same. */
    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> hash = Combinators.combine(
                        Arbitraries.longs().between(1, 6),
                        Arbitraries.longs().between(1, 3).map(high -> high << 32),
                        Arbitraries.of(0L, 1_018L))
                .as((low, high, end) -> high + low + end);
        return Combinators.combine(Arbitraries.of(true, true, false), hash)
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    @Property
    void holdsWhatASetWouldHold(@ForAll("steps") List<Step> steps) {
        KeyedHashes hashes = new KeyedHashes(new SecureRandom());
        Set<Long> set = new HashSet<>();
        Set<Long> all = new HashSet<>();
        for (Step step : steps) {
            all.add(step.hash());
            if (step.add()) {
                hashes.addHash(step.hash());
                set.add(step.hash());
            } else {
                hashes.removeHash(step.hash());
                set.remove(step.hash());
            }
            assertThat(all).allMatch(hash -> hashes.containsHash(hash) == set.contains(hash));
            assertThat(hashes.size()).isEqualTo(set.size());
        }
    }

    @Test
    void aMillionRecipientsTakeLessThan20Megabytes() {
        KeyedHashes hashes = new KeyedHashes(new SecureRandom());
        for (int i = 0; i < MILLION; i++) {
            hashes.add("acme/someone" + i + "@example.net");
        }

        assertThat(hashes.size()).isEqualTo(MILLION);
        assertThat(hashes.bytes()).isLessThan(20_000_000);
        for (int i = 0; i < MILLION; i += 97) {
            assertThat(hashes.contains("acme/someone" + i + "@example.net")).isTrue();
            assertThat(hashes.contains("other/someone" + i + "@example.net")).isFalse();
        }
        for (int i = 0; i < MILLION; i += 2) {
            hashes.remove("acme/someone" + i + "@example.net");
        }
        assertThat(hashes.size()).isEqualTo(MILLION / 2);
        for (int i = 0; i < MILLION; i += 97) {
            assertThat(hashes.contains("acme/someone" + i + "@example.net")).isEqualTo(i % 2 == 1);
        }
    }

    @Test
    void theHashesOfOneProcessTellNothingOfAnothers() {
        RandomGenerator mine = new java.util.SplittableRandom(1);
        RandomGenerator theirs = new java.util.SplittableRandom(2);

        assertThat(new KeyedHashes(mine).hash("acme/ann@example.net"))
                .isNotEqualTo(new KeyedHashes(theirs).hash("acme/ann@example.net"));
    }
}
