package io.privatesmtp.delivery.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * A private key that signs.
 *
 * @param bits of an RSA modulus; 256 for Ed25519
 */
record SigningKey(Algorithm algorithm, PrivateKey key, int bits) {
    enum Algorithm {
        /** RFC 8301 section 3.1. */
        RSA("rsa-sha256", "SHA256withRSA"),
        /** RFC 8463 section 3: what is signed with PureEdDSA is the SHA-256 hash. */
        ED25519("ed25519-sha256", "Ed25519");

        private final String tag;
        private final String jca;

        Algorithm(String tag, String jca) {
            this.tag = tag;
            this.jca = jca;
        }

        /** The tag a=. */
        String tag() {
            return tag;
        }
    }

    byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(algorithm.jca);
            signature.initSign(key);
            signature.update(algorithm == Algorithm.ED25519 ? sha256().digest(text) : text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot sign: " + e.getMessage(), e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return algorithm.tag() + ", " + bits + " bits";
    }
}
