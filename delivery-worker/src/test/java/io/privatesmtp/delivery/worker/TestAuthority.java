package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.script.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;

/** The test certificate as an authority that an operator trusts. */
final class TestAuthority {
    private TestAuthority() {}

    /** SHA-256 of the certificate, as TLSA records have it; with another first octet where it shall not match. */
    static byte[] digest(int spoilt) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(der());
            digest[0] ^= (byte) spoilt;
            return digest;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(TestCertificate.pkcs12()), TestCertificate.PASSWORD.toCharArray());
            return store.getCertificate(store.aliases().nextElement()).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A PEM file in the folder. */
    static Path pem(Path folder) throws IOException {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der())
                + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(folder.resolve("ca.pem"), pem);
    }

    /** The folder and its files. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
