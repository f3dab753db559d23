package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;

/**
 * An event on the bus.
 *
 * @param id {@code origin/recipient/attempt/type}
 */
public record Told(String id, String type, String recipient, Instant at, boolean uncertain, boolean terminal) {
    /** The submission and the recipient in it: everything of the id before the attempt. */
    String subject() {
        int type = id.lastIndexOf('/');
        return id.substring(0, id.lastIndexOf('/', type - 1));
    }
}
