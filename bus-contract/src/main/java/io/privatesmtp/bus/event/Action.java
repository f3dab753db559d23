package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows from a category, beyond this message. */
public enum Action {
    /** Do not send to this recipient again. */
    @JsonProperty("suppress")
    SUPPRESS,
    /** Again later, then give up. */
    @JsonProperty("retry")
    RETRY,
    /** The recipient is fine; stop or slow this source address and tell someone. */
    @JsonProperty("hold-ip")
    HOLD_IP,
    /** The recipient is fine; tell the account. */
    @JsonProperty("sender-fault")
    SENDER_FAULT,
    /** Follow the reply code. */
    @JsonProperty("other")
    OTHER
}
