package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

class MxOrderTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    @Property
    void betterPreferencesComeFirstAndEachHostOnce(
            @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> preferences, @ForAll long seed) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < preferences.size(); i++) {
            records.add(mx(preferences.get(i), "mx" + i % 20));
        }

        List<MxOrder.Mx> order = MxOrder.toLookUp(records, new Random(seed));

        assertThat(order).isSortedAccordingTo((a, b) -> a.preference() - b.preference());
        assertThat(order.stream().map(MxOrder.Mx::host)).doesNotHaveDuplicates();
        assertThat(order).hasSize(Math.min(10, Math.min(20, preferences.size())));
    }

    @Property
    void drawingKeepsTheCandidatesAndTheOrderOfPreferences(
            @ForAll @Size(max = 5) List<@IntRange(max = 2) Integer> preferences, @ForAll long seed) {
        List<MxCandidate> candidates = preferences.stream()
                .sorted()
                .map(preference -> new MxCandidate("mx", preference, List.of()))
                .toList();

        List<MxCandidate> drawn = MxOrder.drawn(candidates, new Random(seed));

        assertThat(drawn).containsExactlyInAnyOrderElementsOf(candidates);
        assertThat(drawn).isSortedAccordingTo((a, b) -> a.preference() - b.preference());
        assertThat(MxOrder.hasEquals(candidates)).isEqualTo(new HashSet<>(preferences).size() < preferences.size());
    }

    @Test
    void everyEqualIsFirstSometimes() {
        List<Record> records = List.of(mx(10, "a"), mx(10, "b"), mx(10, "c"));
        Random random = new Random(1);
        Set<Name> first = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            first.add(MxOrder.toLookUp(records, random).getFirst().host());
        }

        assertThat(first).hasSize(3);
    }

    @Test
    void theRootIsNoHost() {
        assertThat(MxOrder.toLookUp(
                        List.of(new MXRecord(DOMAIN, DClass.IN, 60, 0, Name.root), mx(10, "a")), new Random(1)))
                .extracting(mx -> mx.host().toString())
                .containsExactly("a.test.");
    }

    private static Record mx(int preference, String host) {
        return new MXRecord(DOMAIN, DClass.IN, 60, preference, Name.fromConstantString(host + ".test."));
    }
}
