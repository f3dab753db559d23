package io.privatesmtp.bus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int SENDERS = 8_000;

    @Property(tries = 200)
    void removingAnAddressMovesOnlyItsSenders(@ForAll("ips") @Size(min = 2, max = 12) Set<String> ips) {
        List<String> all = List.copyOf(ips);
        String gone = all.getFirst();
        List<String> rest = all.subList(1, all.size());
        for (int i = 0; i < 200; i++) {
            String sender = sender(i);
            String before = Rendezvous.pick(sender, all);
            if (!gone.equals(before)) {
                assertThat(Rendezvous.pick(sender, rest)).isEqualTo(before);
            }
        }
    }

    @Property(tries = 200)
    void removingAWeightedAddressMovesOnlyItsKeys(
            @ForAll("ips") @Size(min = 2, max = 12) Set<String> ips, @ForAll Random random) {
        List<WeightedSource> all = ips.stream()
                .map(ip -> new WeightedSource(ip, 1 + random.nextInt(1_000)))
                .toList();
        String gone = all.getFirst().ip();
        for (int i = 0; i < 200; i++) {
            String before = Rendezvous.pickWeighted(sender(i), all);
            if (!gone.equals(before)) {
                assertThat(Rendezvous.pickWeighted(sender(i), all.subList(1, all.size())))
                        .isEqualTo(before);
            }
        }
    }

    @Property(tries = 100)
    void theOrderOfTheAddressesDoesNotMatter(
            @ForAll("ips") @Size(min = 1, max = 12) Set<String> ips, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(ips);
        Collections.shuffle(shuffled, random);
        for (int i = 0; i < 50; i++) {
            assertThat(Rendezvous.pick(sender(i), shuffled)).isEqualTo(Rendezvous.pick(sender(i), ips));
        }
    }

    @Property(tries = 50)
    void sendersSpreadEvenly(@ForAll("ips") @Size(min = 1, max = 8) Set<String> ips) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < SENDERS; i++) {
            counts.merge(String.valueOf(Rendezvous.pick(sender(i), ips)), 1, Integer::sum);
        }
        double fair = (double) SENDERS / ips.size();
        assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(ips);
        assertThat(counts.values()).allSatisfy(n -> assertThat(n / fair).isBetween(0.8, 1.2));
    }

    @Test
    void eachAddressTakesItsWeightsShare() {
        // given
        List<WeightedSource> sources = List.of(
                new WeightedSource("203.0.113.1", 1),
                new WeightedSource("203.0.113.2", 2),
                new WeightedSource("203.0.113.3", 5));
        // when
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < SENDERS; i++) {
            counts.merge(String.valueOf(Rendezvous.pickWeighted(sender(i), sources)), 1, Integer::sum);
        }
        // then
        for (WeightedSource source : sources) {
            double share = (double) counts.get(source.ip()) / SENDERS;
            assertThat(share / (source.weight() / 8.0)).isBetween(0.85, 1.15);
        }
    }

    @Test
    void theHashIsPartOfTheContract() {
        assertThat(Rendezvous.hash("acme.example", "203.0.113.10")).isEqualTo(0x4f06606a562186d6L);
        assertThat(Rendezvous.hash("", "")).isEqualTo(0x25fc6dd36ce04b20L);
    }

    @Test
    void withoutAddressesNoneIsPicked() {
        assertThat(Rendezvous.pick("acme.example", List.of())).isNull();
        assertThat(Rendezvous.pickWeighted("acme.example", List.of())).isNull();
    }

    @Provide
    Arbitrary<Set<String>> ips() {
        return Arbitraries.integers()
                .between(0, 65_535)
                .map(n -> "198.18." + (n >> 8) + "." + (n & 255))
                .set();
    }

    private static String sender(int i) {
        return "d" + i + ".example";
    }
}
