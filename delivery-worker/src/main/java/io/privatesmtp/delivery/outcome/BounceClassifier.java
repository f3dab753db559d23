package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/** Tells from a reply why mail was not taken: by its enhanced status code (RFC 3463), where it has one. */
public final class BounceClassifier {
    private BounceClassifier() {}

    public static BounceClassifier standard() {
        return new BounceClassifier();
    }

    public Classification classify(SmtpReply reply, @Nullable String mxHost) {
        Category category = reply.code() == 0 ? Category.NETWORK : byStatus(reply.enhanced());
        return new Classification(category, category.action(), false, "rfc3463");
    }

    private static Category byStatus(@Nullable EnhancedStatus status) {
        if (status == null) {
            return Category.UNKNOWN;
        }
        return switch (status.subject() * 100 + status.detail()) {
            case 101, 106 -> status.statusClass() == 5 ? Category.RECIPIENT_INVALID : Category.UNKNOWN;
            case 102, 110 -> Category.DOMAIN_INVALID;
            case 201 -> Category.RECIPIENT_DISABLED;
            case 202 -> Category.MAILBOX_FULL;
            default -> Category.UNKNOWN;
        };
    }
}
