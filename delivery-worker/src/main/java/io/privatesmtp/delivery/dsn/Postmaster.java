package io.privatesmtp.delivery.dsn;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who reports are from: what the operator says, else the mail system at the name of a shared address. */
final class Postmaster {
    private static final String NAME = "Mail Delivery System";
    private static final Pattern FROM = Pattern.compile(
            "(?:([A-Za-z0-9 ._'-]{0,100})<)?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@([^\\s<>@\\[\\]]{1,253}?)(>?)");

    /**
     * @param name shown to the reader
     * @param domain A-label
     */
    record Identity(String name, String localPart, String domain) {
        String address() {
            return localPart + "@" + domain;
        }
    }

    private static final Identity NAMELESS = new Identity(NAME, "mailer-daemon", "sender.invalid");

    private final @Nullable Identity configured;

    /** @throws IllegalArgumentException that names {@code psr.dsn.from} and the rule */
    Postmaster(Optional<String> from) {
        this.configured = from.map(Postmaster::parse).orElse(null);
    }

    /** While there is no shared address, a report waits for one, under a name that is nobody's. */
    Identity identity(Collection<SourceAddress> sources) {
        if (configured != null) {
            return configured;
        }
        return sources.stream()
                .filter(source -> source.kind() == SourceKind.SHARED
                        && source.state().usable()
                        && DomainName.canonicalOrNull(source.ehlo()) != null)
                .min(Comparator.comparing(SourceAddress::ip))
                .map(source -> new Identity(NAME, "mailer-daemon", DomainName.canonical("ehlo", source.ehlo())))
                .orElse(NAMELESS);
    }

    /** Whether reports may be from this domain, now or a while ago. */
    boolean speaksFor(@Nullable String domain, Collection<SourceAddress> sources) {
        if (domain == null) {
            return false;
        }
        return domain.equals(NAMELESS.domain())
                || configured != null && configured.domain().equals(domain)
                || sources.stream()
                        .filter(source -> source.kind() == SourceKind.SHARED)
                        .anyMatch(source -> domain.equals(DomainName.canonicalOrNull(source.ehlo())));
    }

    private static Identity parse(String from) {
        Matcher matcher = FROM.matcher(from.strip());
        String domain = matcher.matches()
                        && (matcher.group(1) != null) == matcher.group(4).equals(">")
                ? DomainName.canonicalOrNull(matcher.group(3))
                : null;
        if (domain == null) {
            throw new IllegalArgumentException(
                    "psr.dsn.from \"" + from
                            + "\": must be an address with a domain name, or Name <address>, the name without quotes; in ASCII");
        }
        String name = matcher.group(1) == null ? "" : matcher.group(1).strip();
        return new Identity(name.isEmpty() ? NAME : name, matcher.group(2), domain);
    }
}
