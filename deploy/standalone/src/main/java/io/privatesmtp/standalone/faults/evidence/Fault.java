package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;

/**
 * Something that was done to the system.
 *
 * @param until mail whose final dot came before may arrive a second time because of it
 * @param mayDouble how many mails at most
 */
public record Fault(String what, Instant until, int mayDouble) {}
