package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;

/**
 * Something that was done to the system.
 *
 * @param from no mail arrived a second time because of it before
 * @param until mail whose final dot came before may arrive a second time because of it
 * @param mayDouble how many mails at most
 */
public record Fault(String what, Instant from, Instant until, int mayDouble) {
    /** Whether a mail that arrived at these times may have arrived the second time because of it. */
    boolean explains(Instant arrived, Instant again) {
        return !arrived.isAfter(until) && !again.isBefore(from);
    }
}
