package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What codes say by themselves: the enhanced ones (RFC 3463, RFC 7372, RFC 7504, RFC 7505 and the IANA registry), then the
 * three digits with the stage they came at (RFC 5321 section 4.2.3).
 *
 * <pre>
 *   x.1.y  addresses     x.4.y  network and routing
 *   x.2.y  mailbox       x.5.y  protocol
 *   x.3.y  mail system   x.6.y  content       x.7.y  security and policy
 * </pre>
 */
final class StatusTable {
    private StatusTable() {}

    /** Null where the code says too little, so that words may say more. */
    static @Nullable Category of(EnhancedStatus status) {
        int detail = status.detail();
        return switch (status.subject()) {
            case 1 -> address(detail);
            case 2 -> mailbox(detail, status.statusClass());
            case 3 -> detail == 0 ? null : detail == 4 ? Category.MESSAGE_TOO_LARGE : Category.REMOTE_SYSTEM;
            case 4 -> detail == 0 ? null : Category.NETWORK;
            case 5 -> detail == 0 ? null : detail == 3 ? Category.RATE_LIMIT : Category.PROTOCOL;
            case 6 -> Category.CONTENT;
            case 7 -> security(detail);
            default -> null;
        };
    }

    private static @Nullable Category address(int detail) {
        return switch (detail) {
            case 1, 3, 4, 6 -> Category.RECIPIENT_INVALID;
            case 2, 10 -> Category.DOMAIN_INVALID;
            case 7, 8 -> Category.SENDER_REJECTED;
            case 9 -> Category.PROTOCOL;
            default -> null;
        };
    }

    private static @Nullable Category mailbox(int detail, int statusClass) {
        return switch (detail) {
            case 1 -> statusClass == 5 ? Category.RECIPIENT_DISABLED : Category.REMOTE_SYSTEM;
            case 2 -> Category.MAILBOX_FULL;
            case 3 -> Category.MESSAGE_TOO_LARGE;
            case 4 -> Category.RECIPIENT_INVALID;
            default -> null;
        };
    }

    private static @Nullable Category security(int detail) {
        return switch (detail) {
            case 7, 8, 9, 10, 11, 12, 20, 21, 22, 23, 24, 25, 26, 29, 30 -> Category.AUTH_POLICY;
            case 27 -> Category.SENDER_REJECTED;
            case 28 -> Category.RATE_LIMIT;
            case 0, 1 -> null;
            default -> Category.POLICY;
        };
    }

    /** For a reply without telling words; a bare refusal of RCPT is about the recipient. */
    static Category of(int code, @Nullable EnhancedStatus status, Stage stage) {
        boolean security = status != null && status.subject() == 7;
        return switch (code) {
            case 0 -> Category.NETWORK;
            case 421, 450, 451, 454 -> security ? Category.POLICY : Category.REMOTE_SYSTEM;
            case 452 -> stage == Stage.RCPT_TO ? Category.RATE_LIMIT : Category.REMOTE_SYSTEM;
            case 500, 502, 503, 504, 555 -> Category.PROTOCOL;
            case 501 -> stage == Stage.RCPT_TO ? Category.RECIPIENT_INVALID : Category.PROTOCOL;
            case 521 -> stage == Stage.GREETING || stage == Stage.EHLO ? Category.DOMAIN_INVALID : Category.POLICY;
            case 556 -> Category.DOMAIN_INVALID;
            case 523, 552 -> code == 552 && stage == Stage.RCPT_TO ? Category.MAILBOX_FULL : Category.MESSAGE_TOO_LARGE;
            case 530, 534, 535, 538 -> Category.AUTH_POLICY;
            case 550, 551, 553 -> refused(security, stage);
            case 541, 554, 571 -> Category.POLICY;
            default -> security ? Category.POLICY : Category.UNKNOWN;
        };
    }

    private static Category refused(boolean security, Stage stage) {
        if (security) {
            return Category.POLICY;
        }
        return switch (stage) {
            case RCPT_TO -> Category.RECIPIENT_INVALID;
            case MAIL_FROM -> Category.SENDER_REJECTED;
            default -> Category.POLICY;
        };
    }
}
