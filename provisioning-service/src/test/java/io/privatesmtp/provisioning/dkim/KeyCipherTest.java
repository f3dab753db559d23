package io.privatesmtp.provisioning.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.kit.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCipherTest {
    private static final byte[] HALF = "a private half".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = secret('o');
    private static final String NEW = secret('n');

    @TempDir
    Path folder;

    @Test
    void sameHalfIsNeverEncryptedTheSameWayTwice() throws IOException {
        KeyCipher cipher = cipher(OLD);

        assertThat(cipher.encrypt("k1", HALF)).isNotEqualTo(cipher.encrypt("k1", HALF));
        assertThat(cipher.decrypt("k1", cipher.encrypt("k1", HALF))).isEqualTo(HALF);
    }

    @Test
    void rowThatStandsInForAnotherOrWasTouchedIsNotOpened() throws IOException {
        KeyCipher cipher = cipher(OLD);
        byte[] stored = cipher.encrypt("k1", HALF);

        assertThatThrownBy(() -> cipher.decrypt("k2", stored)).isInstanceOf(ProblemException.class);
        stored[stored.length - 1] ^= 1;
        assertThatThrownBy(() -> cipher.decrypt("k1", stored))
                .hasMessage("key \"k1\" was encrypted with another psr.dkim.encryption-key");
    }

    @Test
    void formerSecretOpensAndTheFirstOneEncrypts() throws IOException {
        byte[] stored = cipher(OLD).encrypt("k1", HALF);
        Path file = Files.writeString(folder.resolve("secrets"), "# changed\n" + NEW + "\n\n" + OLD + "\n");

        KeyCipher both = new KeyCipher(Optional.empty(), Optional.of(file));

        assertThat(both.decrypt("k1", stored)).isEqualTo(HALF);
        assertThat(cipher(NEW).decrypt("k1", both.encrypt("k1", HALF))).isEqualTo(HALF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64!", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHktLS0="})
    void malformedSecretIsRefusedWithoutBeingShown(String malformed) {
        assertThatThrownBy(() -> cipher(malformed))
                .hasMessageContaining("psr.dkim.encryption-key: must be 32 bytes in base64")
                .hasMessageNotContaining(malformed);
    }

    private static KeyCipher cipher(String secret) throws IOException {
        return new KeyCipher(Optional.of(secret), Optional.empty());
    }

    private static String secret(char letter) {
        return Base64.getEncoder()
                .encodeToString(String.valueOf(letter).repeat(32).getBytes(StandardCharsets.UTF_8));
    }
}
