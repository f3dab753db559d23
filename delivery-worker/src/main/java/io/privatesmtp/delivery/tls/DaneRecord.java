package io.privatesmtp.delivery.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.TLSARecord;

/**
 * A TLSA record that mail can use (RFC 7672 section 3.1): of usage DANE-TA(2) or DANE-EE(3).
 *
 * @param wholeCertificate rather than its public key alone
 * @param digest algorithm, null where the data stand as they are
 * @param data in hexadecimal, so that equal records are equal
 */
record DaneRecord(
        boolean trustAnchor,
        boolean wholeCertificate,
        @Nullable String digest,
        String data) {
    private static final int DANE_TA = 2;
    private static final int DANE_EE = 3;

    /** Null where the record cannot be used: PKIX-TA and PKIX-EE, and what is unknown or malformed. */
    static @Nullable DaneRecord of(TLSARecord record) {
        int usage = record.getCertificateUsage();
        int selector = record.getSelector();
        byte[] data = record.getCertificateAssociationData();
        boolean formed = switch (record.getMatchingType()) {
            case 0 -> data.length > 0;
            case 1 -> data.length == 32;
            case 2 -> data.length == 64;
            default -> false;
        };
        if (usage != DANE_TA && usage != DANE_EE || selector < 0 || selector > 1 || !formed) {
            return null;
        }
        String digest = switch (record.getMatchingType()) {
            case 1 -> "SHA-256";
            case 2 -> "SHA-512";
            default -> null;
        };
        return new DaneRecord(
                usage == DANE_TA, selector == 0, digest, HexFormat.of().formatHex(data));
    }

    boolean matches(X509Certificate certificate) throws CertificateException {
        byte[] selected = wholeCertificate
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        try {
            byte[] seen = digest == null
                    ? selected
                    : MessageDigest.getInstance(digest).digest(selected);
            return Arrays.equals(seen, HexFormat.of().parseHex(data));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }
}
