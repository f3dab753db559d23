package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a recipient was deferred or bounced. */
public enum Category {
    RECIPIENT_INVALID("recipient-invalid", Action.SUPPRESS),
    RECIPIENT_DISABLED("recipient-disabled", Action.SUPPRESS),
    DOMAIN_INVALID("domain-invalid", Action.SUPPRESS),
    MAILBOX_FULL("mailbox-full", Action.RETRY),
    GREYLIST("greylist", Action.RETRY),
    RATE_LIMIT("rate-limit", Action.RETRY),
    NETWORK("network", Action.RETRY),
    REMOTE_SYSTEM("remote-system", Action.RETRY),
    BLOCK("block", Action.HOLD_IP),
    AUTH_POLICY("auth-policy", Action.SENDER_FAULT),
    POLICY("policy", Action.SENDER_FAULT),
    SPAM("spam", Action.SENDER_FAULT),
    VIRUS("virus", Action.SENDER_FAULT),
    CONTENT("content", Action.SENDER_FAULT),
    SENDER_REJECTED("sender-rejected", Action.SENDER_FAULT),
    RELAY_DENIED("relay-denied", Action.SENDER_FAULT),
    MESSAGE_TOO_LARGE("message-too-large", Action.SENDER_FAULT),
    PROTOCOL("protocol", Action.SENDER_FAULT),
    UNKNOWN("unknown", Action.OTHER),
    /** Ours: the time for delivery is over. */
    EXPIRED("expired", Action.OTHER),
    /** Ours: the recipient is on the suppression list. */
    SUPPRESSED("suppressed", Action.OTHER),
    /** Ours: cancelled by an operator. */
    CANCELLED("cancelled", Action.OTHER),
    /** Ours: the submission was refused, or a rule says that its mail fails. */
    REJECTED("rejected", Action.OTHER);

    private static final Map<String, Category> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toMap(Category::label, Function.identity()));

    private final String label;
    private final Action action;

    Category(String label, Action action) {
        this.label = label;
        this.action = action;
    }

    @JsonValue
    public String label() {
        return label;
    }

    public Action action() {
        return action;
    }

    @JsonCreator
    public static Category of(String label) {
        Category category = BY_LABEL.get(label);
        if (category == null) {
            throw new ContractViolation(ErrorCode.SCHEMA, "category", label, "must be one of " + BY_LABEL.keySet());
        }
        return category;
    }
}
