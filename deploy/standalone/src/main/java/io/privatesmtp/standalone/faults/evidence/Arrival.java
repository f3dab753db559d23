package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;

/**
 * A receiving host read the final dot of a mail.
 *
 * @param peer the address that it came from
 * @param acknowledged false where the host dropped the connection instead of replying
 */
public record Arrival(String recipient, String peer, Instant at, boolean acknowledged) {}
