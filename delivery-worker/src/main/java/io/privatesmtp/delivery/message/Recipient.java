package io.privatesmtp.delivery.message;

/**
 * One recipient of a message.
 *
 * @param index position in the first submission's envelope; names the recipient in events and receipts for good
 * @param address the forward-path as submitted, checked (RFC 5321 section 4.1.2)
 * @param domain lower case A-label, or an address literal with its brackets
 */
public record Recipient(int index, String address, String domain) {}
