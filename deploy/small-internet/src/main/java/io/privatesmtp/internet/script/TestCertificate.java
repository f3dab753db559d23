package io.privatesmtp.internet.script;

import io.privatesmtp.internet.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The self-signed certificate of {@code mx.test} and the hosts under it; worthless outside tests. */
public final class TestCertificate {
    /** PKCS #12, on the class path. */
    public static final String RESOURCE = "/io/privatesmtp/internet/script/mx.p12";

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
        try (var in = Objects.requireNonNull(TestCertificate.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SSLContext context() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new java.io.ByteArrayInputStream(pkcs12()), PASSWORD.toCharArray());
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the test certificate cannot be read", e);
        }
    }
}
