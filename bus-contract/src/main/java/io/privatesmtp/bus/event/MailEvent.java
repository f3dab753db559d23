package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one recipient in one attempt. A recipient ends in exactly one terminal event, {@link Delivered} or
 * {@link Bounced}. In JSON the parts stand side by side; the type is in the {@code ce_type} header.
 */
public sealed interface MailEvent {
    MessageFacts message();

    DialogueFacts dialogue();

    /** When it happened. */
    Instant at();

    /** The {@code ce_type}. */
    @JsonIgnore
    String type();

    @JsonIgnore
    String topic();

    /** Whether nothing more follows for this recipient. */
    @JsonIgnore
    default boolean terminal() {
        return this instanceof Delivered || this instanceof Bounced;
    }

    /** The next hop took responsibility (a 2yz reply to the final dot, RFC 5321 section 4.2.5). */
    record Delivered(
            @JsonUnwrapped MessageFacts message,
            @JsonUnwrapped DialogueFacts dialogue,
            Instant at) implements MailEvent {
        public static final String TYPE = "mail.delivered";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String topic() {
            return Topics.DELIVERY_EVENTS;
        }
    }

    /**
     * The attempt failed and another follows.
     *
     * @param uncertain the connection was lost after the final dot: the message may have arrived
     */
    record Deferred(
            @JsonUnwrapped MessageFacts message,
            @JsonUnwrapped DialogueFacts dialogue,
            Instant at,
            Category category,
            Action action,
            @Nullable Boolean uncertain,
            @Nullable Instant nextAttemptAt)
            implements MailEvent {
        public static final String TYPE = "mail.deferred";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String topic() {
            return Topics.DELIVERY_EVENTS;
        }
    }

    /** Mail waits without an attempt; written once, when holding starts. */
    record Held(
            @JsonUnwrapped MessageFacts message,
            @JsonUnwrapped DialogueFacts dialogue,
            Instant at,
            HoldReason holdReason,
            @Nullable Instant nextAttemptAt)
            implements MailEvent {
        public static final String TYPE = "mail.held";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String topic() {
            return Topics.DELIVERY_EVENTS;
        }
    }

    /**
     * Delivery failed for good.
     *
     * @param error our own sentence where no server's reply says why
     */
    record Bounced(
            @JsonUnwrapped MessageFacts message,
            @JsonUnwrapped DialogueFacts dialogue,
            Instant at,
            Category category,
            Action action,
            @Nullable String error)
            implements MailEvent {
        public static final String TYPE = "mail.bounced";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String topic() {
            return Topics.BOUNCE_EVENTS;
        }
    }

    /** Reads the event that a record with this {@code ce_type} holds. */
    static MailEvent read(String type, byte[] json) {
        return switch (type) {
            case Delivered.TYPE -> Json.read(json, Delivered.class);
            case Deferred.TYPE -> Json.read(json, Deferred.class);
            case Held.TYPE -> Json.read(json, Held.class);
            case Bounced.TYPE -> Json.read(json, Bounced.class);
            default -> throw new ContractViolation(ErrorCode.SCHEMA, "ce_type", type, "is no mail event");
        };
    }
}
