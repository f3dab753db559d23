package io.privatesmtp.delivery.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The names of a server that its certificate presents (RFC 7672 section 3.2.3): its alternative names of type DNS, and where it has
 * none of these, the common name of its subject.
 */
final class PresentedNames {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int DNS_NAME = 2;

    private PresentedNames() {}

    /** Lower case; with wildcards as they stand. */
    static List<String> of(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            // Those that cannot be read may be DNS names.
            return certificate.getExtensionValue(ALTERNATIVE_NAMES) == null ? commonName(certificate) : List.of();
        }
        List<String> names = alternatives.stream()
                .filter(entry -> entry.getFirst().equals(DNS_NAME))
                .map(entry -> String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT))
                .toList();
        return names.isEmpty() ? commonName(certificate) : names;
    }

    /** Of several the most specific. */
    private static List<String> commonName(X509Certificate certificate) {
        try {
            List<Rdn> path = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (Rdn rdn : path.reversed()) {
                Attribute name = rdn.toAttributes().get("CN");
                if (name != null) {
                    return name.get() instanceof String text ? List.of(text.toLowerCase(Locale.ROOT)) : List.of();
                }
            }
            return List.of();
        } catch (NamingException e) {
            return List.of();
        }
    }
}
