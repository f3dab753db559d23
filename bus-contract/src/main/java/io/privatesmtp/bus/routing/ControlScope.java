package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which mail a {@link ControlDirective} is about: the key of {@code mail.control}, in its one spelling. A domain means
 * exactly that domain; its subdomains are scopes of their own, so that a directive never reaches further than it says.
 *
 * @param value in canonical spelling; of a message: account + "/" + id, where mail that is nobody's has no account
 */
public record ControlScope(Kind kind, String value) {
    /** What the mail in a scope has in common. */
    public enum Kind {
        /** {@code account:acme}: mail of the account. */
        ACCOUNT,
        /** {@code domain:acme.example}: mail whose sender domain this is. */
        DOMAIN,
        /** {@code source:203.0.113.10}: mail that would leave from the address. */
        SOURCE,
        /** {@code recipient-domain:example.net}, or an address literal in its brackets. */
        RECIPIENT_DOMAIN,
        /** {@code message:acme/01JD}, {@code message:/01JD} for mail that is nobody's. */
        MESSAGE;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        public String label() {
            return label;
        }
    }

    public static ControlScope account(String account) {
        return new ControlScope(Kind.ACCOUNT, account);
    }

    public static ControlScope message(@Nullable String account, String id) {
        return new ControlScope(Kind.MESSAGE, (account == null ? "" : account) + "/" + id);
    }

    /**
     * Reads a scope in any spelling.
     *
     * @throws ContractViolation that names field, value and rule
     */
    public static ControlScope parse(String field, @Nullable String text) {
        String given = Require.present(field, text);
        int colon = given.indexOf(':');
        String value = given.substring(colon + 1);
        return switch (colon < 0 ? "" : given.substring(0, colon)) {
            case "account" -> account(Require.account(field, value));
            case "domain" -> new ControlScope(Kind.DOMAIN, DomainName.canonical(field, value));
            case "source" -> new ControlScope(Kind.SOURCE, Ip.canonical(field, value));
            case "recipient-domain" -> new ControlScope(Kind.RECIPIENT_DOMAIN, recipientDomain(field, value));
            case "message" -> messageOf(field, value);
            default ->
                throw new ContractViolation(
                        ErrorCode.SCHEMA,
                        field,
                        given,
                        "must be account:ID, domain:NAME, source:IP, recipient-domain:NAME or message:ACCOUNT/ID");
        };
    }

    private static String recipientDomain(String field, String value) {
        if (!value.startsWith("[") || !value.endsWith("]")) {
            return DomainName.canonical(field, value);
        }
        String inner = value.substring(1, value.length() - 1);
        boolean v6 = inner.toLowerCase(Locale.ROOT).startsWith("ipv6:");
        String ip = Ip.canonical(field, v6 ? inner.substring(5) : inner);
        return (ip.indexOf(':') < 0 ? "[" : "[IPv6:") + ip + "]";
    }

    private static ControlScope messageOf(String field, String value) {
        int slash = value.indexOf('/');
        Require.that(slash >= 0, field, value, "must be message:ACCOUNT/ID, or message:/ID for mail that is nobody's");
        String account = value.substring(0, slash);
        return message(
                account.isEmpty() ? null : Require.account(field, account),
                Require.present(field, Require.idOrNull(field, value.substring(slash + 1))));
    }

    @Override
    public String toString() {
        return kind.label() + ":" + value;
    }
}
