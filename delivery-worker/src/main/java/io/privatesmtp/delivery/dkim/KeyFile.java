package io.privatesmtp.delivery.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in PEM, PKCS#8 (RFC 7468 section 10, RFC 5958): RSA of 1,024 to 4,096 bits, or Ed25519. */
final class KeyFile {
    private static final int MAX_OCTETS = 64 * 1024;
    private static final int MIN_BITS = 1024;
    /** RFC 8301 section 3.2: verifiers must be able to deal with so many; more cost time at each message. */
    private static final int MAX_BITS = 4096;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyFile() {}

    /** @throws IOException when it cannot be read, or is no such key; the message never holds any of it */
    static SigningKey read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_OCTETS);
        }
        try {
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static SigningKey parse(String pem) throws IOException {
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new IOException("it must be a PEM file with a private key");
        }
        if (!block.group(1).equals("PRIVATE KEY")) {
            throw new IOException("its key must be in PKCS#8, \"BEGIN PRIVATE KEY\", and begins with \""
                    + block.group(1) + "\": openssl pkcs8 -topk8 -nocrypt converts it");
        }
        try {
            return key(Base64.getMimeDecoder().decode(block.group(2)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IOException("its key must be RSA or Ed25519, and readable");
        }
    }

    private static SigningKey key(byte[] pkcs8) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        PrivateKey key;
        try {
            key = KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            key = KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        }
        if (key instanceof RSAPrivateKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_BITS || bits > MAX_BITS) {
                throw new IOException("its RSA key must have 1,024 to 4,096 bits, and has " + bits + " (RFC 8301)");
            }
            return new SigningKey(SigningKey.Algorithm.RSA, key, bits);
        }
        if (key instanceof EdECPrivateKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return new SigningKey(SigningKey.Algorithm.ED25519, key, 256);
        }
        throw new InvalidKeySpecException();
    }
}
