package io.privatesmtp.bus.submission;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who waits for whom: bulk mail yields to transactional mail. */
public enum Priority {
    @JsonProperty("transactional")
    TRANSACTIONAL,
    @JsonProperty("bulk")
    BULK
}
