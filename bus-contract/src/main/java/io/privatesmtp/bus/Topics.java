package io.privatesmtp.bus;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of the topics. What stands in each, and for how long, is in the table of the README. */
public final class Topics {
    public static final String OUTBOUND = "mail.outbound";
    public static final String BULK = "mail.bulk";
    public static final String RETRY_PREFIX = "mail.retry.";
    public static final String DELIVERY_EVENTS = "mail.delivery-events";
    public static final String BOUNCE_EVENTS = "mail.bounce-events";
    public static final String DEAD_LETTER = "mail.dead-letter";
    public static final String SUPPRESSIONS = "mail.suppressions";
    public static final String SEEN = "mail.seen";
    public static final String USAGE = "mail.usage";
    public static final String CONTROL = "mail.control";
    public static final String PROVISIONING = "provisioning.events";
    public static final String RULES = "routing.rules";
    public static final String SOURCES = "routing.sources";
    public static final String ACCOUNTS = "routing.accounts";
    public static final String PRESENCE = "egress.presence";

    /** Every submission topic but the bulk one: the shared topic and the tenants' own. */
    public static final String OUTBOUND_PATTERN = "mail\\.outbound(\\.[a-z0-9-]{1,40})?";

    private static final Pattern TENANT = Pattern.compile("mail\\.outbound\\.([a-z0-9-]{1,40})");

    private Topics() {}

    /** The topic of one retry delay, for example {@code retry("15m")} is {@code mail.retry.15m}. */
    public static String retry(String delay) {
        return RETRY_PREFIX + delay;
    }

    /** The topic on which only this account submits. */
    public static String outbound(String account) {
        return OUTBOUND + "." + account;
    }

    /** The account that a topic belongs to, or null when producers of all accounts write to it. */
    public static @Nullable String accountOf(String topic) {
        var matcher = TENANT.matcher(topic);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
