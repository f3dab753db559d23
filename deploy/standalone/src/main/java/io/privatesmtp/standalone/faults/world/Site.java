package io.privatesmtp.standalone.faults.world;

/**
 * A recipient domain with a host of its own.
 *
 * @param behaviour as {@code ReceivingProcess --listen} takes it
 */
public record Site(String domain, String behaviour) {
    /** The recipient's local part says what its host does. */
    public static final String BY_NAME = "by-name";

    public String mailbox(String localPart) {
        return localPart + "@" + domain;
    }
}
