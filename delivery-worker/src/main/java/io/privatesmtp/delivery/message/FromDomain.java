package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * The domain that a message claims to be from. What cannot be read for certain is refused, because a reader's mail program
 * might see a domain there that was never checked to be the sender's.
 */
final class FromDomain {
    /** An address literal (RFC 5321 section 4.1.3) with nothing around it that could hold another address. */
    private static final Pattern LITERAL = Pattern.compile(
            "\\s*(?:(?:\"[^\"\\\\@]*\"\\s*|)[^<>@\\[\\](),:;\"\\\\]*<[^\\s<>@\\[\\](),:;\"\\\\]+@\\[[0-9A-Za-z.:]+]>"
                    + "|[^\\s<>@\\[\\](),:;\"\\\\]+@\\[[0-9A-Za-z.:]+])\\s*");

    private FromDomain() {}

    /** Of the From field, as A-label; null where there is none, or it names no domain. */
    static @Nullable String of(byte[] message, HeaderSection header) {
        List<HeaderField> fields = header.named("From");
        if (fields.size() > 1) {
            throw HeaderSection.bad(
                    "field From", "must stand once, and stands " + fields.size() + " times (RFC 5322 section 3.6)");
        }
        return fields.isEmpty() ? null : of(fields.getFirst().text(message), "field From", ErrorCode.BAD_MESSAGE);
    }

    /**
     * @param field what the value is called where it stood
     * @param code for what cannot be read
     */
    static @Nullable String of(String from, String field, ErrorCode code) {
        if (from.contains("@[") && !LITERAL.matcher(from).matches()) {
            // Parsers end a literal where they like, and what comes behind it may be the address that a reader sees.
            throw new ContractViolation(
                    code, field, from, "must be one address, or \"Name <address>\", where it has an address literal");
        }
        TreeSet<String> domains = new TreeSet<>();
        for (Mailbox mailbox : Mailboxes.parse(from)) {
            String domain = mailbox.getDomain();
            if (domain != null && !domain.startsWith("[")) {
                String canonical = DomainName.canonicalOrNull(domain);
                if (canonical == null) {
                    throw new ContractViolation(code, field, from, "must name a domain behind @");
                }
                domains.add(canonical);
            }
        }
        if (domains.size() > 1) {
            throw new ContractViolation(
                    code, field, from, "must name addresses of one domain (RFC 7489 section 6.6.1)");
        }
        boolean hidden = from.contains("=?") && !from.contains("@[");
        if (domains.isEmpty() && (hidden || from.indexOf('@') >= 0 && !from.contains("@["))) {
            throw new ContractViolation(code, field, from, "must be an address, or \"Name <address>\"");
        }
        return domains.isEmpty() ? null : domains.first();
    }
}
