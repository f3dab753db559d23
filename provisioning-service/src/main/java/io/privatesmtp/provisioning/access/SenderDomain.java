package io.privatesmtp.provisioning.access;

import com.google.common.net.InternetDomainName;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Require;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names may have a rule: registrable domains and what is below them. A public suffix is everybody's. A name under
 * a top-level domain that the list does not know, such as {@code .test}, is as good as any.
 */
public final class SenderDomain {
    private static final int MAX_DOMAINS = 100;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private SenderDomain() {}

    /** @return the domains in their one spelling, as given, 1 to 100 and none twice */
    public static List<String> all(@Nullable List<@Nullable String> given) {
        List<@Nullable String> texts = Require.present("domains", given);
        Require.that(
                !texts.isEmpty() && texts.size() <= MAX_DOMAINS,
                "domains",
                texts.size(),
                "must be 1 to " + MAX_DOMAINS + " domains");
        Set<String> domains = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String field = "domains[" + i + "]";
            String domain = canonical(field, texts.get(i));
            Require.that(domains.add(domain), field, domain, "stands in the list twice");
        }
        return List.copyOf(domains);
    }

    /** @return the domain in its one spelling */
    public static String canonical(String field, @Nullable String text) {
        String domain = DomainName.canonical(field, text);
        String top = domain.substring(domain.lastIndexOf('.') + 1);
        Require.that(!NUMBER.matcher(top).matches(), field, domain, "must be a domain name, not an address");
        boolean suffix = domain.indexOf('.') < 0
                || (InternetDomainName.isValid(domain)
                        && InternetDomainName.from(domain).isPublicSuffix());
        Require.that(!suffix, field, domain, "is a public suffix and cannot have a rule");
        return domain;
    }
}
