package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.submission.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.jspecify.annotations.Nullable;

/** The header section of a message that we compose: the fields of the submission, checked, encoded and folded. */
final class StructuredHeader {
    private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");
    private static final int MAX_CUSTOM = 200;
    /** Fields with a place of their own in a submission, and those that only we or the servers on the way write. */
    private static final Set<String> RESERVED = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "mime-version",
            "received",
            "return-path",
            "resent-bcc",
            "dkim-signature");

    private StructuredHeader() {}

    /** The fields, each without its last line end. */
    static List<String> fields(Content content, Defaults defaults, @Nullable String domain) {
        List<String> fields = new ArrayList<>();
        if (custom(content, "date") == null) {
            fields.add(defaults.dateField());
        }
        if (custom(content, "message-id") == null) {
            fields.add(defaults.messageIdField(domain));
        }
        fields.add(addresses("From", "content.from", List.of(String.valueOf(content.from()))));
        addAddresses(fields, "To", "content.to", content.to());
        addAddresses(fields, "Cc", "content.cc", content.cc());
        addAddresses(fields, "Reply-To", "content.replyTo", content.replyTo());
        String subject = content.subject();
        if (subject != null) {
            fields.add(HeaderText.unstructured("Subject", "content.subject", subject));
        }
        addCustom(fields, content.headers());
        fields.add("MIME-Version: 1.0");
        return fields;
    }

    private static @Nullable String custom(Content content, String name) {
        for (Map.Entry<String, String> header : content.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    private static void addCustom(List<String> fields, Map<String, String> headers) {
        if (headers.size() > MAX_CUSTOM) {
            throw schema("content.headers", headers.size() + " fields", "must be 200 at most");
        }
        ListUnsubscribe.check(headers);
        headers.forEach((name, value) -> {
            String path = "content.headers." + name;
            HeaderText.checked("content.headers, the name", name);
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                throw schema(
                        "content.headers, the name", name, "must be 1 to 76 printable US-ASCII without space, colon");
            }
            if (RESERVED.contains(lower) || lower.startsWith("content-")) {
                throw schema(path, null, "is not for producers, or has a field of its own in content");
            }
            if (value == null) {
                throw schema(path, null, "must be a text");
            }
            fields.add(
                    ListUnsubscribe.names(name)
                            ? ListUnsubscribe.field(value)
                            : HeaderText.unstructured(name, path, value));
        });
    }

    private static void addAddresses(List<String> fields, String name, String path, List<String> values) {
        if (!values.isEmpty()) {
            fields.add(addresses(name, path, values));
        }
    }

    /** @throws ContractViolation when a value is no address */
    static String addresses(String name, String path, List<String> values) {
        StringBuilder field = new StringBuilder(name).append(": ");
        int column = field.length();
        boolean first = true;
        for (int i = 0; i < values.size(); i++) {
            String at = values.size() == 1 ? path : path + "[" + i + "]";
            for (Mailbox mailbox : mailboxes(at, values.get(i))) {
                String text = text(at, mailbox);
                column += text.length() + 2;
                if (!first) {
                    field.append(column > 78 ? ",\r\n " : ", ");
                    column = column > 78 ? text.length() + 1 : column;
                }
                field.append(text);
                first = false;
            }
        }
        return field.toString();
    }

    private static List<Mailbox> mailboxes(String path, @Nullable String value) {
        if (value == null) {
            throw schema(path, null, "must be an address");
        }
        List<Mailbox> mailboxes = Mailboxes.parse(HeaderText.checked(path, value));
        if (mailboxes.isEmpty()) {
            throw new ContractViolation(
                    ErrorCode.BAD_ADDRESS, path, value, "must be an address, or \"Name <address>\"");
        }
        return mailboxes;
    }

    private static String text(String path, Mailbox mailbox) {
        String domain = mailbox.getDomain();
        String canonical = domain == null ? null : domain.startsWith("[") ? domain : DomainName.canonicalOrNull(domain);
        String local = mailbox.getLocalPart();
        if (canonical == null || local == null || local.isEmpty() || local.length() > 64) {
            throw new ContractViolation(ErrorCode.BAD_ADDRESS, path, mailbox.toString(), "must be name@domain");
        }
        String address = (local.chars().allMatch(c -> c < 0x80) ? EncoderUtil.encodeAddressLocalPart(local) : local)
                + "@" + canonical;
        String name = mailbox.getName();
        if (name == null || name.isBlank()) {
            return address;
        }
        return phrase(HeaderText.checked(path, name.strip())) + " <" + address + ">";
    }

    /** A display name; one that holds several encoded words is folded between them. */
    private static String phrase(String name) {
        return EncoderUtil.encodeAddressDisplayName(name).replace("?= =?", "?=\r\n =?");
    }

    static ContractViolation schema(String field, @Nullable Object value, String rule) {
        return new ContractViolation(ErrorCode.SCHEMA, field, value, rule);
    }
}
