package io.privatesmtp.standalone.faults.evidence;

/** How a submission should end for its recipient. */
public enum Ending {
    /** Taken by its host, and {@code mail.delivered}. */
    DELIVERED,
    /** {@code mail.bounced}. */
    BOUNCED,
    /** Refused: in the dead letters with a code. */
    DEAD_LETTER
}
