package io.privatesmtp.standalone.faults.evidence;

/**
 * A record in {@code mail.dead-letter}.
 *
 * @param key the record's, as text
 * @param origin coordinates of the record that was refused
 */
public record DeadLetter(String key, String code, String origin) {}
