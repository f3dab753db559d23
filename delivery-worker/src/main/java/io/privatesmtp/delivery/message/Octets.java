package io.privatesmtp.delivery.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in octets, eight at a time: a message is looked through several times on its way, and an octet at a time these
 * looks would be most of what a large one costs.
 */
public final class Octets {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long CR = '\r' * ONES;
    private static final long LF = '\n' * ONES;

    private Octets() {}

    /** Where the first CR, LF or NUL of a range is; its end where there is none. */
    static int lineEndOrNul(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(octets, i);
            long found = zeros(eight) | zeros(eight ^ CR) | zeros(eight ^ LF);
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < to && octets[i] != 0 && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Where the first CR or LF of a range is; its end where there is none. */
    public static int lineEnd(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(octets, i);
            long found = zeros(eight ^ CR) | zeros(eight ^ LF);
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < to && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Whether an octet of a range is above 127. */
    static boolean eightBit(byte[] octets, int from, int to) {
        long bits = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            bits |= (long) EIGHT.get(octets, i);
        }
        for (; i < to; i++) {
            bits |= octets[i];
        }
        return (bits & HIGH) != 0;
    }

    /** The highest bit of each octet that is zero; right up to the first one, which is all that is asked for. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
