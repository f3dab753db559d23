package io.privatesmtp.bus.routing;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Rendezvous hashing: a key keeps its address while that address stands, and an address that leaves moves only the keys
 * it had. Every module that picks an address calls this, so that all of them agree.
 *
 * <p>The score of a key and an address is a 64-bit hash that is part of the contract and never changes: FNV-1a over the
 * UTF-8 bytes of the key, a zero byte and the address, then the finaliser of SplitMix64 (FNV alone leaves the high bits
 * of short texts alike). The highest score, read as unsigned, wins; the smaller text breaks a tie.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    private Rendezvous() {}

    /**
     * The address of a key that all addresses have an equal claim to: with no rule, the key is the sender domain and the
     * addresses are the active shared ones.
     *
     * @return null when there is no address
     */
    public static @Nullable String pick(String key, Collection<String> ips) {
        String best = null;
        long bestScore = 0;
        for (String ip : ips) {
            long score = hash(key, ip);
            int order = best == null ? 1 : Long.compareUnsigned(score, bestScore);
            if (best == null || order > 0 || order == 0 && ip.compareTo(best) < 0) {
                best = ip;
                bestScore = score;
            }
        }
        return best;
    }

    /**
     * The address of a key where each address takes its weight's share of all keys. Under a rule the key is the message's
     * id, so that a message keeps its address over retries and a domain's mail spreads over its addresses.
     *
     * @return null when there is no address
     */
    public static @Nullable String pickWeighted(String key, Collection<WeightedSource> sources) {
        String best = null;
        double bestScore = 0;
        for (WeightedSource source : sources) {
            // The smallest of exponential variates with the weights as rates: -ln(u) / weight. StrictMath gives the
            // same bits on every machine.
            double unit = ((hash(key, source.ip()) >>> 11) + 0.5) * UNIT;
            double score = -StrictMath.log(unit) / source.weight();
            if (best == null
                    || score < bestScore
                    || score == bestScore && source.ip().compareTo(best) < 0) {
                best = source.ip();
                bestScore = score;
            }
        }
        return best;
    }

    static long hash(String key, String ip) {
        long hash = fnv(FNV_OFFSET, key);
        hash *= FNV_PRIME; // the zero byte between them
        hash = fnv(hash, ip);
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    private static long fnv(long hash, String text) {
        long mixed = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ (b & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
