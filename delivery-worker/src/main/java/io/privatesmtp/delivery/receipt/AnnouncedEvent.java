package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event that follows a retry record, carried in that record's header: should a crash come between the two, the next
 * owner of the partition writes the event.
 *
 * @param partition that the event goes to
 */
public record AnnouncedEvent(String id, String type, byte[] json, byte @Nullable [] key, int partition) {
    public static final String HEADER = "psr-announces";

    /** id, type and JSON, separated by line feeds. */
    public byte[] header() {
        byte[] head = (id + "\n" + type + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] value = Arrays.copyOf(head, head.length + json.length);
        System.arraycopy(json, 0, value, head.length, json.length);
        return value;
    }

    static AnnouncedEvent parse(byte[] header, byte @Nullable [] key, int partition) {
        int first = indexOf(header, 0);
        int second = indexOf(header, first + 1);
        if (first < 0 || second < 0) {
            throw new ContractViolation(ErrorCode.CORRUPT, HEADER, null, "must be id, type and event");
        }
        return new AnnouncedEvent(
                new String(header, 0, first, StandardCharsets.UTF_8),
                new String(header, first + 1, second - first - 1, StandardCharsets.UTF_8),
                Arrays.copyOfRange(header, second + 1, header.length),
                key,
                partition);
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i >= 0 && i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
