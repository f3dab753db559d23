package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.delivery.intake.MailAddress;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variable envelope return paths: {@code news+ann=example.net@acme.example} for ann@example.net. Each recipient has a
 * transaction of its own then (RFC 5321 section 3.3: a transaction has one reverse-path). What picks the source address is the
 * domain of the sender as submitted; the null sender stays null (section 4.5.5).
 */
final class Verp {
    private static final String ALL = "*";
    private static final Pattern TOKEN = Pattern.compile("\\{([^{}]*)}");
    private static final Map<String, String> EXAMPLE =
            Map.of("local", "news", "domain", "acme.example", "recipient", "ann=example.net");

    private final Set<String> domains = new HashSet<>();
    private final String format;

    /** @throws IllegalArgumentException that names the setting and what is wrong */
    Verp(VerpSettings settings) {
        this.format = settings.format();
        for (String domain : settings.domains().orElse(List.of())) {
            String canonical = ALL.equals(domain) ? ALL : DomainName.canonicalOrNull(domain);
            if (canonical == null) {
                throw new IllegalArgumentException("psr.verp.domains \"" + domain + "\": must be a domain name, or *");
            }
            domains.add(canonical);
        }
        TOKEN.matcher(format).results().forEach(token -> {
            if (!EXAMPLE.containsKey(token.group(1))) {
                throw wrong("{" + token.group(1) + "} is not known; {local}, {domain} and {recipient} are");
            }
        });
        if (!format.contains("{recipient}")) {
            throw wrong("must hold {recipient}, or all recipients would look alike");
        }
        try {
            MailAddress.parse("psr.verp.format", filled(EXAMPLE));
        } catch (ContractViolation e) {
            throw wrong("would make " + filled(EXAMPLE) + ": " + e.getMessage());
        }
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException("psr.verp.format \"" + format + "\": " + rule);
    }

    /** Whether each recipient has a return path, and so a transaction, of its own. */
    boolean covers(Mail mail) {
        String domain = mail.senderDomain();
        return domain != null && !mail.sender().isEmpty() && (domains.contains(ALL) || domains.contains(domain));
    }

    /**
     * The return path for one recipient. It stays as submitted where it would be no address any more: longer than RFC 5321
     * section 4.5.3.1 allows, or made of quoted strings or address literals.
     */
    String returnPath(Mail mail, Recipient recipient) {
        String sender = mail.sender();
        if (!covers(mail)) {
            return sender;
        }
        int at = sender.lastIndexOf('@');
        String local = recipient.address().substring(0, recipient.address().lastIndexOf('@'));
        String path = filled(Map.of(
                "local", sender.substring(0, at),
                "domain", sender.substring(at + 1),
                "recipient", local + "=" + recipient.domain()));
        try {
            return MailAddress.parse("return path", path).address();
        } catch (ContractViolation tooLong) {
            return sender;
        }
    }

    private String filled(Map<String, String> values) {
        return TOKEN.matcher(format)
                .replaceAll(token -> Matcher.quoteReplacement(values.getOrDefault(token.group(1), "")));
    }
}
