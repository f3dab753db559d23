package io.privatesmtp.delivery.tls;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;

/** A certificate for leaf.dane.test and *.wild.test, under an authority that nobody else knows. */
final class TestChain {
    static final List<X509Certificate> CERTIFICATES = read("/tls/chain.p12");
    static final X509Certificate LEAF = CERTIFICATES.get(0);
    static final X509Certificate ANCHOR = CERTIFICATES.get(1);
    /** The certificate of another server. */
    static final X509Certificate OTHER =
            read("/io/privatesmtp/internet/script/mx.p12").getFirst();

    private TestChain() {}

    private static List<X509Certificate> read(String resource) {
        try (InputStream in = Objects.requireNonNull(TestChain.class.getResourceAsStream(resource), resource)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, "changeit".toCharArray());
            return Arrays.stream(store.getCertificateChain(store.aliases().nextElement()))
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record that a host would publish for the certificate. */
    static TLSARecord tlsa(String owner, int usage, int selector, int matching, X509Certificate certificate) {
        try {
            byte[] data = selector == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            byte[] shown = switch (matching) {
                case 1 -> MessageDigest.getInstance("SHA-256").digest(data);
                case 2 -> MessageDigest.getInstance("SHA-512").digest(data);
                default -> data;
            };
            return new TLSARecord(Name.fromConstantString(owner), DClass.IN, 60, usage, selector, matching, shown);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
