package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.kit.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts private halves with AES-256-GCM: a fresh nonce in front, the key's id as associated data, so that a row cannot
 * stand in for another. The secret is {@code psr.dkim.encryption-key}, 32 bytes in base64, or the first line of
 * {@code psr.dkim.encryption-key-file}; further lines are former secrets, which only decrypt.
 */
@Startup
@Singleton
class KeyCipher {
    static final String SETTING = "psr.dkim.encryption-key";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int SECRET_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> secrets;

    KeyCipher(
            @ConfigProperty(name = SETTING) Optional<String> inline,
            @ConfigProperty(name = SETTING + "-file") Optional<Path> file)
            throws IOException {
        List<String> lines = new ArrayList<>();
        inline.ifPresent(lines::add);
        if (file.isPresent()) {
            lines.addAll(Files.readAllLines(file.get()));
        }
        this.secrets = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(KeyCipher::secret)
                .toList();
    }

    private static SecretKeySpec secret(String base64) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            octets = new byte[0];
        }
        if (octets.length != SECRET_OCTETS) {
            throw new IllegalArgumentException(SETTING + ": must be " + SECRET_OCTETS
                    + " bytes in base64, as openssl rand -base64 32 prints them");
        }
        return new SecretKeySpec(octets, "AES");
    }

    /** @throws ProblemException where the setting is missing */
    void mustBeReady() {
        if (secrets.isEmpty()) {
            throw new ProblemException(
                    503,
                    "dkim-encryption-key-missing",
                    SETTING + " is not set: without it no private key is kept or given out",
                    null);
        }
    }

    byte[] encrypt(String id, byte[] privateHalf) {
        mustBeReady();
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, secrets.getFirst(), nonce, id).doFinal(privateHalf);
            byte[] stored = Arrays.copyOf(nonce, NONCE_OCTETS + encrypted.length);
            System.arraycopy(encrypted, 0, stored, NONCE_OCTETS, encrypted.length);
            return stored;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ProblemException where the setting is missing, or is not the one that it was encrypted with */
    byte[] decrypt(String id, byte[] stored) {
        mustBeReady();
        for (SecretKeySpec secret : secrets) {
            byte[] opened = opened(id, stored, secret);
            if (opened != null) {
                return opened;
            }
        }
        throw new ProblemException(
                503, "dkim-key-unreadable", "key \"" + id + "\" was encrypted with another " + SETTING, null);
    }

    private static byte @Nullable [] opened(String id, byte[] stored, SecretKeySpec secret) {
        try {
            byte[] nonce = Arrays.copyOf(stored, NONCE_OCTETS);
            return cipher(Cipher.DECRYPT_MODE, secret, nonce, id)
                    .doFinal(stored, NONCE_OCTETS, stored.length - NONCE_OCTETS);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec secret, byte[] nonce, String id)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
