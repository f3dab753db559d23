package io.privatesmtp.bus;

/** Why a record was refused: the {@code error-code} header of a dead letter. The list only grows. */
public enum ErrorCode {
    /** The value is neither JSON nor, by its content type, a raw message. */
    NOT_JSON("not-json"),
    /** A required field is missing or has the wrong type or range. */
    SCHEMA("schema"),
    /** An envelope address does not follow RFC 5321 section 4.1.2. */
    BAD_ADDRESS("bad-address"),
    /** The envelope names no recipient. */
    NO_RECIPIENTS("no-recipients"),
    /** The message is larger than {@code psr.message.max-bytes}, or names more than 1,000 recipients. */
    TOO_LARGE("too-large"),
    /** A header name or value holds a line break or another control character. */
    HEADER_INJECTION("header-injection"),
    /** The message is not one that RFC 5322 allows on the wire. */
    BAD_MESSAGE("bad-message"),
    /** The account is not known, or none was named where one is required. */
    UNKNOWN_ACCOUNT("unknown-account"),
    /** The topic belongs to another account than the record names. */
    ACCOUNT_MISMATCH("account-mismatch"),
    /** The account is closed. */
    ACCOUNT_CLOSED("account-closed"),
    /** The sender domain, or the domain of From, is under another account's rule. */
    DOMAIN_NOT_OWNED("domain-not-owned"),
    /** {@code expiresAt} is over, or {@code notBefore} is too far ahead. */
    BAD_TIME("bad-time"),
    /** A submission with the same account and id was accepted within 24 hours. */
    DUPLICATE("duplicate"),
    /** The message passed 50 hosts already (RFC 5321 section 6.3). */
    LOOP("loop"),
    /** A record that this system wrote itself cannot be read. */
    CORRUPT("corrupt");

    private final String code;

    ErrorCode(String code) {
        this.code = code;
    }

    /** The code as it stands in the header. */
    public String code() {
        return code;
    }
}
