package io.privatesmtp.delivery.receipt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds announced events that stand nowhere. Announcements and events come in any order, and leave when they meet; of
 * those that have not met there is a hash in memory, and where to read them again.
 */
final class Unpaired {
    /** A retry record with announcements, and the consumed record's partition number. */
    record Place(TopicPartition partition, long offset, int consumedPartition) {}

    private record Hash(long high, long low) {}

    private final Map<Hash, Place> announced = new HashMap<>();
    private final Set<Hash> standing = new HashSet<>();

    void announced(String id, Place at) {
        Hash hash = hash(id);
        if (!standing.remove(hash)) {
            announced.put(hash, at);
        }
    }

    void stands(String id) {
        Hash hash = hash(id);
        if (announced.remove(hash) == null) {
            standing.add(hash);
        }
    }

    boolean missing(String id) {
        return announced.containsKey(hash(id));
    }

    /** Where missing events are announced, in the order of each partition. */
    Map<TopicPartition, List<Place>> places() {
        Map<TopicPartition, List<Place>> places = new LinkedHashMap<>();
        announced.values().stream()
                .distinct()
                .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                .forEach(place -> places.computeIfAbsent(place.partition(), p -> new ArrayList<>())
                        .add(place));
        return places;
    }

    private static Hash hash(String id) {
        try {
            // Not for secrecy: short, and without accidents.
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new Hash(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
