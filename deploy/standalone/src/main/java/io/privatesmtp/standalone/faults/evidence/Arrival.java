package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;

/**
 * A receiving host read the final dot of a mail.
 *
 * @param peer the address that it came from
 * @param body the CRC-32 of what followed its header
 * @param acknowledged false where the host dropped the connection instead of replying
 */
public record Arrival(String recipient, String peer, Instant at, long body, boolean acknowledged) {}
