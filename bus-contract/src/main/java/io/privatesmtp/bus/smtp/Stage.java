package io.privatesmtp.bus.smtp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where in the SMTP dialogue a reply came, or was waited for. */
public enum Stage {
    @JsonProperty("connect")
    CONNECT,
    @JsonProperty("greeting")
    GREETING,
    @JsonProperty("ehlo")
    EHLO,
    @JsonProperty("starttls")
    STARTTLS,
    @JsonProperty("auth")
    AUTH,
    @JsonProperty("mail-from")
    MAIL_FROM,
    @JsonProperty("rcpt-to")
    RCPT_TO,
    @JsonProperty("data")
    DATA,
    @JsonProperty("end-of-data")
    END_OF_DATA
}
