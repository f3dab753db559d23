package io.privatesmtp.delivery.dkim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/** Key pairs: the private half as the file that a worker reads, the public half as the record that a domain publishes. */
public final class TestKeys {
    public static final KeyPair RSA = rsa(2048);
    static final KeyPair SHORT_RSA = rsa(1024);
    static final KeyPair ED25519 = generate("Ed25519", 0);

    private TestKeys() {}

    static KeyPair rsa(int bits) {
        return generate("RSA", bits);
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(KeyPair pair) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    public static void write(Path folder, String keyRef, KeyPair pair) {
        try {
            Files.writeString(folder.resolve(keyRef + ".pem"), pem(pair));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SigningKey signing(KeyPair pair) {
        try {
            return KeyFile.parse(pem(pair));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 6376 section 3.6.1; of Ed25519 the bare key (RFC 8463 section 4). */
    public static String record(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        boolean ed25519 = pair.getPublic().getAlgorithm().startsWith("Ed");
        byte[] key = ed25519 ? Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length) : encoded;
        return "v=DKIM1; k=" + (ed25519 ? "ed25519" : "rsa") + "; p="
                + Base64.getEncoder().encodeToString(key);
    }
}
