package io.privatesmtp.bench.world;

import io.privatesmtp.bench.load.Case.Signing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A folder with the key that mail is signed with, as {@code psr.dkim.keys-dir} takes it. */
final class Keys {
    static final String NAME = "bench";

    private static final int RSA_BITS = 2_048;

    private Keys() {}

    static void write(Path folder, Signing signing) {
        if (signing == Signing.OFF) {
            return;
        }
        try {
            var generator = KeyPairGenerator.getInstance(signing == Signing.RSA ? "RSA" : "Ed25519");
            if (signing == Signing.RSA) {
                generator.initialize(RSA_BITS);
            }
            var key = generator.generateKeyPair().getPrivate().getEncoded();
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            Files.writeString(
                    folder.resolve(NAME + ".pem"),
                    "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys for " + signing, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a key to " + folder, e);
        }
    }
}
