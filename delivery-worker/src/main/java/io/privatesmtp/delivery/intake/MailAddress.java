package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of the envelope (RFC 5321 section 4.1.2, with UTF-8 as RFC 6531 section 3.3 has it).
 *
 * @param address as submitted
 * @param localPart before the last @, with quotes where it has them
 * @param domain lower case A-label, or an address literal with its brackets
 */
public record MailAddress(String address, String localPart, String domain) {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_ADDRESS = 254;
    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~";

    /** @throws ContractViolation with {@link ErrorCode#BAD_ADDRESS} that names the field, the address and the rule */
    public static MailAddress parse(String field, String address) {
        int at = address.lastIndexOf('@');
        String broken = address.length() > 4 * MAX_ADDRESS ? "must be 254 octets long at most" : outerRule(address, at);
        if (broken != null) {
            throw bad(field, address, broken);
        }
        String local = address.substring(0, at);
        String rule = localRule(local);
        if (rule != null) {
            throw bad(field, address, rule);
        }
        String domain = domain(address.substring(at + 1));
        if (domain == null) {
            throw bad(field, address, "must have a domain name or an address literal behind @");
        }
        if (octets(local) + 1 + domain.length() > MAX_ADDRESS) {
            throw bad(field, address, "must be 254 octets long at most (RFC 5321 section 4.5.3.1.3)");
        }
        return new MailAddress(address, local, domain);
    }

    /** Whether a domain stands behind the @, and no address literal. */
    boolean hasDomainName() {
        return !domain.startsWith("[");
    }

    private static @Nullable String outerRule(String address, int at) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029) {
                return "must not hold a control character";
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(address)) {
            return "must be Unicode text";
        }
        if (address.startsWith("<") || address.endsWith(">")) {
            return "must stand without angle brackets";
        }
        return at < 1 ? "must be local-part@domain (RFC 5321 section 4.1.2)" : null;
    }

    private static @Nullable String localRule(String local) {
        if (octets(local) > MAX_LOCAL) {
            return "must have 64 octets before the @ at most (RFC 5321 section 4.5.3.1.1)";
        }
        return local.startsWith("\"") ? quotedRule(local) : dotStringRule(local);
    }

    private static @Nullable String dotStringRule(String local) {
        boolean dot = true;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? dot : !atext(c)) {
                return "must have letters, digits and " + ATEXT + " before the @, in words divided by single dots, or a"
                        + " quoted string";
            }
            dot = c == '.';
        }
        return dot ? "must not have a dot before the @" : null;
    }

    private static @Nullable String quotedRule(String local) {
        int last = local.length() - 1;
        boolean closed = last > 0 && local.charAt(last) == '"';
        for (int i = 1; closed && i < last; i++) {
            char c = local.charAt(i);
            if (c == '\\') {
                i++;
                closed = i < last;
            } else if (c == '"') {
                closed = false;
            }
        }
        return closed ? null : "must have a quoted string before the @ that ends there (RFC 5321 section 4.1.2)";
    }

    private static @Nullable String domain(String text) {
        if (text.startsWith("[")) {
            return literal(text);
        }
        return text.endsWith(".") ? null : DomainName.canonicalOrNull(text);
    }

    private static @Nullable String literal(String text) {
        if (!text.endsWith("]")) {
            return null;
        }
        String inner = text.substring(1, text.length() - 1);
        boolean v6 = inner.toLowerCase(Locale.ROOT).startsWith("ipv6:");
        try {
            String ip = Ip.canonical("address literal", v6 ? inner.substring(5) : inner);
            return v6 == ip.indexOf(':') >= 0 ? (v6 ? "[IPv6:" : "[") + ip + "]" : null;
        } catch (ContractViolation e) {
            return null;
        }
    }

    private static boolean atext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c > 0x7f
                || ATEXT.indexOf(c) >= 0;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ContractViolation bad(String field, String address, String rule) {
        return new ContractViolation(ErrorCode.BAD_ADDRESS, field, address, rule);
    }
}
