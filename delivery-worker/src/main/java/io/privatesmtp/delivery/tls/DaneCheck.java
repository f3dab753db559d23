package io.privatesmtp.delivery.tls;

import io.privatesmtp.delivery.smtp.CertificateCheck;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * A server whose certificates must match TLSA records (RFC 7672 section 3.1). DANE-EE(3) names the server's own certificate or
 * key, and nothing else about it counts, neither its names nor its dates. DANE-TA(2) names one above it in the chain, and the
 * server's certificate must name the host, or the recipient's domain.
 *
 * @param serverName the host that the records are about
 * @param names one of which the certificate must have (RFC 7672 section 3.2.2), lower case
 */
record DaneCheck(Set<DaneRecord> records, String serverName, Set<String> names) implements CertificateCheck {
    /** Names count under a trust anchor only; without one, domains of the same host share their sessions. */
    static DaneCheck of(Set<DaneRecord> records, String base, Set<String> names) {
        boolean anchors = records.stream().anyMatch(DaneRecord::trustAnchor);
        return new DaneCheck(records, base, anchors ? names : Set.of());
    }

    DaneCheck {
        records = Set.copyOf(records);
        names = Set.copyOf(names);
    }

    @Override
    public String policy() {
        return "dane";
    }

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (!matches(false, chain.getFirst()) && !underAnchor(chain)) {
            throw new CertificateException("the certificate matches none of the " + records.size() + " TLSA records");
        }
    }

    private boolean matches(boolean anchors, X509Certificate certificate) throws CertificateException {
        for (DaneRecord record : records) {
            if (record.trustAnchor() == anchors && record.matches(certificate)) {
                return true;
            }
        }
        return false;
    }

    private boolean underAnchor(List<X509Certificate> chain) throws CertificateException {
        for (int i = 1; i < chain.size(); i++) {
            if (matches(true, chain.get(i)) && leadsTo(chain.get(i), chain.subList(0, i))) {
                return PresentedNames.of(chain.getFirst()).stream().anyMatch(this::named);
            }
        }
        return false;
    }

    private static boolean leadsTo(X509Certificate anchor, List<X509Certificate> below) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            // RFC 7672 section 3.1.2 asks for no more than the chain; what is revoked is taken out of DNS.
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** RFC 7672 section 3.2.3: a wildcard stands for the whole first label. */
    private boolean named(String pattern) {
        return names.stream().anyMatch(name -> {
            int dot = name.indexOf('.');
            return name.equals(pattern) || dot > 0 && pattern.equals('*' + name.substring(dot));
        });
    }
}
