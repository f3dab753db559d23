package io.privatesmtp.delivery.seen;

import io.privatesmtp.bus.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of SHA-256 over topic, partition, account and id: the key of {@code mail.seen}. The partition is in it, because
 * partitions of several topics, and several of one, share a partition there and must not compact each other's entries.
 */
record IdHash(long high, long low) {
    private static final int BYTES = 16;

    /** @param account null for nobody's */
    static IdHash of(Origin submission, @Nullable String account, String id) {
        byte[] topic = bytes(submission.topic());
        byte[] owner = bytes(account == null ? "" : account);
        byte[] name = bytes(id);
        // Lengths in front, so that no two different triples run together.
        ByteBuffer text = ByteBuffer.allocate(12 + topic.length + owner.length + name.length)
                .putInt(topic.length)
                .put(topic)
                .putInt(submission.partition())
                .putInt(owner.length)
                .put(owner)
                .put(name);
        return of(sha256().digest(text.array()));
    }

    private static IdHash of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new IdHash(buffer.getLong(), buffer.getLong());
    }

    /** Reads what {@link #key} wrote, null where it is none. */
    static @Nullable IdHash read(byte @Nullable [] key) {
        return key == null || key.length != BYTES ? null : of(key);
    }

    byte[] key() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
