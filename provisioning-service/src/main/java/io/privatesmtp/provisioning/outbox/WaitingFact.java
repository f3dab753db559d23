package io.privatesmtp.provisioning.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A row of the outbox as the relay reads it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WaitingFact(long sequence, String key, String type, Instant at, byte[] payload) {
    /**
     * Cuts a list into runs in which no key occurs twice. The facts of a run may be on their way together; a fact is
     * sent only after the one before it under its key is acknowledged, so no failure can swap the two.
     */
    static List<List<WaitingFact>> runs(List<WaitingFact> facts) {
        List<List<WaitingFact>> runs = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (WaitingFact fact : facts) {
            if (runs.isEmpty() || !keys.add(fact.key)) {
                runs.add(new ArrayList<>());
                keys.clear();
                keys.add(fact.key);
            }
            runs.getLast().add(fact);
        }
        return runs;
    }
}
