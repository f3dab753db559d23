package io.privatesmtp.delivery.suppression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * A set of texts that keeps 64 bits of each, in one array by open addressing: a million take 16 MiB. The bits depend on a
 * secret of this process, so that nobody can choose texts that collide; that two of a million texts do by chance has odds of
 * one to forty million. Safe for use by several threads.
 */
final class KeyedHashes {
    private static final int FIRST_PLACES = 1 << 10;
    private static final int MOST_PLACES = 1 << 28;
    private static final int SECRET_BYTES = 32;

    private final byte[] secret = new byte[SECRET_BYTES];
    /** A place is free where 0 stands. Its length is a power of two. */
    private long[] places = new long[FIRST_PLACES];

    private int size;

    /** @param random for the secret; a secure one */
    KeyedHashes(RandomGenerator random) {
        random.nextBytes(secret);
    }

    boolean contains(String text) {
        return containsHash(hash(text));
    }

    void add(String text) {
        addHash(hash(text));
    }

    void remove(String text) {
        removeHash(hash(text));
    }

    synchronized int size() {
        return size;
    }

    synchronized long bytes() {
        return 8L * places.length;
    }

    synchronized boolean containsHash(long hash) {
        return places[place(hash)] != 0;
    }

    synchronized void addHash(long hash) {
        int place = place(hash);
        if (places[place] != 0) {
            return;
        }
        places[place] = hash;
        size++;
        // Three quarters full at most, so that a search ends soon, and ends.
        if (size > places.length / 4 * 3) {
            grow();
        }
    }

    /** Moves those back that had to make way for it, so that no search ends too early and nothing dead is left. */
    synchronized void removeHash(long hash) {
        int gap = place(hash);
        if (places[gap] == 0) {
            return;
        }
        size--;
        int mask = places.length - 1;
        for (int next = gap + 1 & mask; places[next] != 0; next = next + 1 & mask) {
            int home = (int) places[next] & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                places[gap] = places[next];
                gap = next;
            }
        }
        places[gap] = 0;
    }

    /** Where the hash is, or would be. */
    private int place(long hash) {
        int mask = places.length - 1;
        int place = (int) hash & mask;
        while (places[place] != 0 && places[place] != hash) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        if (places.length == MOST_PLACES) {
            throw new IllegalStateException("more than 200 million suppressions");
        }
        long[] old = places;
        places = new long[old.length * 2];
        for (long hash : old) {
            if (hash != 0) {
                places[place(hash)] = hash;
            }
        }
    }

    long hash(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(secret);
            long hash = ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
            return hash == 0 ? 1 : hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
