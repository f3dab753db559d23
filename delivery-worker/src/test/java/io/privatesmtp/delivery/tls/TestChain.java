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

/** Certificates under authorities that nobody else knows; one of them is for leaf.dane.test and *.wild.test. */
final class TestChain {
    static final List<X509Certificate> CERTIFICATES = read("/tls/chain.p12");
    static final X509Certificate LEAF = CERTIFICATES.get(0);
    static final X509Certificate ANCHOR = CERTIFICATES.get(1);
    /** The certificate of another server. */
    static final X509Certificate OTHER =
            read("/io/privatesmtp/internet/script/mx.p12").getFirst();

    private TestChain() {}

    /**
     * A certificate by its subject and its alternative names, with that of the authority that issued them all: {@code common} has
     * CN=Common.dane.test and no other name, {@code wildcard} CN=*.wild.test; CN=common.dane.test have {@code outdone} with the DNS name
     * other.dane.test, {@code address} with an IP and a mail address, {@code several} below OU=Mail and CN=outer.dane.test, and
     * {@code garbled} with alternative names that cannot be read; {@code nameless} has OU=Mail.
     */
    static List<X509Certificate> named(String alias) {
        return read("/tls/names.p12", alias);
    }

    private static List<X509Certificate> read(String resource) {
        return read(resource, null);
    }

    private static List<X509Certificate> read(String resource, String alias) {
        try (InputStream in = Objects.requireNonNull(TestChain.class.getResourceAsStream(resource), resource)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, "changeit".toCharArray());
            String name = alias == null ? store.aliases().nextElement() : alias;
            return Arrays.stream(store.getCertificateChain(name))
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
