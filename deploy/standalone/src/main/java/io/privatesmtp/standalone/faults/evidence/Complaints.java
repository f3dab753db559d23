package io.privatesmtp.standalone.faults.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong: of each kind the number, and a few examples. */
final class Complaints {
    private static final int EXAMPLES = 3;

    private final Map<String, List<String>> examples = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    void of(String kind, String example) {
        counts.merge(kind, 1, Integer::sum);
        var some = examples.computeIfAbsent(kind, k -> new ArrayList<>());
        if (some.size() < EXAMPLES) {
            some.add(example);
        }
    }

    List<String> sentences() {
        return counts.entrySet().stream()
                .map(kind -> "%d %s: %s%s"
                        .formatted(
                                kind.getValue(),
                                kind.getKey(),
                                String.join("; ", examples.get(kind.getKey())),
                                kind.getValue() > EXAMPLES ? "; …" : ""))
                .toList();
    }
}
