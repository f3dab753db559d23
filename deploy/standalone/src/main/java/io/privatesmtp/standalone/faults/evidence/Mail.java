package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission as it concerns one recipient. Every submission has recipients of its own, so that an address says which
 * one it was.
 *
 * @param recipient the address, or of a submission without one the record's key
 * @param source the address that its host must see it come from; null where it is not sent
 * @param arrivals how often its host should read its final dot: more than once where the host asks for it by dropping
 *     the connection then
 * @param copies how often the same submission was put on the bus again
 */
public record Mail(
        String recipient, @Nullable String source, Ending ending, Instant submittedAt, int arrivals, int copies) {

    public static Mail delivered(String recipient, String source, Instant submittedAt) {
        return new Mail(recipient, source, Ending.DELIVERED, submittedAt, 1, 0);
    }

    public static Mail bounced(String recipient, Instant submittedAt) {
        return new Mail(recipient, null, Ending.BOUNCED, submittedAt, 0, 0);
    }

    public static Mail refused(String key, Instant submittedAt) {
        return new Mail(key, null, Ending.DEAD_LETTER, submittedAt, 0, 0);
    }
}
