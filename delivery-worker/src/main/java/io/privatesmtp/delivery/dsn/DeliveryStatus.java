package io.privatesmtp.delivery.dsn;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a report that programs read: {@code message/delivery-status} (RFC 3464 section 2), in US-ASCII. */
final class DeliveryStatus {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** A line of 998 octets holds it with its name (RFC 5322 section 2.1.1). */
    private static final int MAX_DIAGNOSTIC = 900;

    private DeliveryStatus() {}

    static String of(Mail mail, List<Bounce> bounces, String reportingMta) {
        StringBuilder out = new StringBuilder();
        field(out, "Reporting-MTA", "dns; " + reportingMta);
        field(out, "Original-Envelope-Id", ascii(mail.messageId()));
        field(out, "Arrival-Date", date(mail.queuedAt()));
        bounces.forEach(bounce -> recipient(out.append("\r\n"), bounce));
        return out.toString();
    }

    private static void recipient(StringBuilder out, Bounce bounce) {
        MailEvent.Bounced event = bounce.event();
        SmtpReply reply = event.dialogue().reply();
        field(out, "Final-Recipient", address(bounce.recipient().address()));
        field(out, "Action", "failed");
        field(out, "Status", status(event.category(), reply));
        if (event.dialogue().mx() != null) {
            field(out, "Remote-MTA", "dns; " + ascii(event.dialogue().mx().host()));
        }
        if (reply != null && reply.code() != 0) {
            field(out, "Diagnostic-Code", "smtp; " + diagnostic(reply));
        }
        if (event.message().attempt() > 0) {
            field(out, "Last-Attempt-Date", date(event.at()));
        }
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    /** Beyond ASCII in the form that a 7-bit report may hold (RFC 6533 section 3). */
    private static String address(String address) {
        boolean plain = address.chars().allMatch(c -> c < 0x80);
        return plain
                ? "rfc822; " + address
                : "utf-8; "
                        + address.codePoints()
                                .mapToObj(c -> c > 0x20 && c < 0x7f && "\\+=".indexOf(c) < 0
                                        ? Character.toString(c)
                                        : String.format("\\x{%X}", c))
                                .collect(Collectors.joining());
    }

    /** Ours says it where the server said none; a status that ends in 0 tells that no more is known (RFC 3463). */
    static String status(Category category, @Nullable SmtpReply reply) {
        EnhancedStatus enhanced = reply == null ? null : reply.enhanced();
        return switch (category) {
            case EXPIRED -> "4.4.7";
            case SUPPRESSED, CANCELLED, REJECTED -> "5.7.1";
            default -> enhanced != null && enhanced.statusClass() == 5 ? enhanced.toString() : "5.0.0";
        };
    }

    private static String diagnostic(SmtpReply reply) {
        String text = reply.code() + " " + ascii(reply.text());
        return text.length() > MAX_DIAGNOSTIC ? text.substring(0, MAX_DIAGNOSTIC) : text;
    }

    static String date(Instant at) {
        return DATE.format(at);
    }

    /** One line of printable US-ASCII, whatever a server said. */
    static String ascii(String text) {
        return text.strip().replaceAll("[\\r\\n\\t]+", " ").replaceAll("[^ -~]", "?");
    }
}
