package io.privatesmtp.internet.script;

import io.privatesmtp.internet.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The self-signed certificate of {@code mx.test} and the hosts under it, with that of an authority beside it, and what this
 * authority issued; worthless outside tests.
 */
public final class TestCertificate {
    /** PKCS #12, on the class path: the key of mx.test, and whom to trust. */
    public static final String RESOURCE = "/io/privatesmtp/internet/script/mx.p12";

    /** What the authority issued, by name: whom, until when. */
    private static final String ISSUED = "/io/privatesmtp/internet/script/issued.p12";

    public static final String PASSWORD = "changeit";

    private static @Nullable SSLContext stranger;

    private TestCertificate() {}

    /** Of a server with a certificate for mx.test that nobody vouches for. */
    static synchronized SSLContext stranger() throws IOException {
        if (stranger == null) {
            stranger = SelfSigned.context("mx.test");
        }
        return stranger;
    }

    public static byte[] pkcs12() {
        try {
            return resource(RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SSLContext context() {
        try {
            return context(store(RESOURCE));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the test certificate cannot be read", e);
        }
    }

    /**
     * Of a server with a certificate of the authority: {@code issued} to mx.test, {@code expired} and {@code premature} to it
     * too, for 2024 and for 2124, {@code elsewhere} to mx.elsewhere.test.
     */
    static SSLContext issued(String name) throws IOException {
        try {
            var all = store(ISSUED);
            var one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            var password = PASSWORD.toCharArray();
            one.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
            return context(one);
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate " + name, e);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore store(String resource) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(resource(resource)), PASSWORD.toCharArray());
        return store;
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(TestCertificate.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
