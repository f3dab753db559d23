package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    @TempDir
    Path directory;

    private KeyFolder folder;

    @BeforeEach
    void folder() {
        folder = new KeyFolder(directory);
    }

    @Test
    void newChangedAndRemovedKeysAreFollowed() throws IOException {
        TestKeys.write(directory, "acme-s1", TestKeys.RSA);
        folder.refresh();
        assertThat(key("acme-s1")).isEqualTo(TestKeys.signing(TestKeys.RSA));

        TestKeys.write(directory, "acme-s1", TestKeys.ED25519);
        TestKeys.write(directory, "acme-s2", TestKeys.RSA);
        folder.refresh();
        assertThat(key("acme-s1")).isEqualTo(TestKeys.signing(TestKeys.ED25519));
        assertThat(folder.names()).containsExactly("acme-s1", "acme-s2");

        Files.delete(directory.resolve("acme-s1.pem"));
        folder.refresh();
        assertThat(folder.names()).containsExactly("acme-s2");
    }

    /** As Kubernetes mounts a secret: links to a folder that is swapped as a whole. */
    @Test
    void linkedFolderMayBeSwapped() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..1"));
        Path second = Files.createDirectory(directory.resolve("..2"));
        TestKeys.write(first, "k", TestKeys.RSA);
        TestKeys.write(second, "k", TestKeys.rsa(2048));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("k.pem"), Path.of("..data", "k.pem"));
        folder.refresh();
        SigningKey before = key("k");

        Path next = Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..2"));
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        folder.refresh();

        assertThat(before).isEqualTo(TestKeys.signing(TestKeys.RSA));
        assertThat(key("k")).isNotEqualTo(before);
    }

    @Test
    void halfWrittenFileKeepsTheKeyThatItHad() throws IOException {
        TestKeys.write(directory, "k", TestKeys.RSA);
        folder.refresh();

        Files.writeString(directory.resolve("k.pem"), "-----BEGIN PRIVATE KEY-----\nMIIE");
        folder.refresh();
        assertThat(key("k")).isEqualTo(TestKeys.signing(TestKeys.RSA));

        TestKeys.write(directory, "k", TestKeys.ED25519);
        folder.refresh();
        assertThat(key("k")).isEqualTo(TestKeys.signing(TestKeys.ED25519));
    }

    @Test
    void unreadableFilesAreNoKeysAndTheOthersAre() throws IOException {
        Files.writeString(directory.resolve("text.pem"), "hello");
        Files.createDirectory(directory.resolve("folder.pem"));
        Files.createSymbolicLink(directory.resolve("dangling.pem"), Path.of("nowhere"));
        TestKeys.write(directory, "good", TestKeys.RSA);

        folder.refresh();

        assertThat(folder.names()).containsExactly("good");
    }

    @Test
    void folderThatIsGoneKeepsTheKeys() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        TestKeys.write(inner, "k", TestKeys.RSA);
        KeyFolder keys = new KeyFolder(inner);
        keys.refresh();

        Files.move(inner, directory.resolve("elsewhere"));
        keys.refresh();

        assertThat(keys.names()).containsExactly("k");
    }

    @Test
    void keyThatMustNotSignIsRefusedWithASentenceThatTellsNothingOfIt() {
        KeyPair tiny = TestKeys.rsa(512);
        String pkcs1 = TestKeys.pem(TestKeys.RSA).replace("PRIVATE KEY", "RSA PRIVATE KEY");
        String broken = TestKeys.pem(TestKeys.RSA).replace("MII", "MIX");

        assertThatThrownBy(() -> KeyFile.parse(TestKeys.pem(tiny))).hasMessageContaining("has 512");
        assertThatThrownBy(() -> KeyFile.parse(pkcs1)).hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> KeyFile.parse(broken))
                .hasMessage("its key must be RSA or Ed25519, and readable")
                .hasNoCause();
        assertThat(TestKeys.signing(TestKeys.RSA).toString())
                .doesNotContain(Base64.getEncoder()
                        .encodeToString(TestKeys.RSA.getPrivate().getEncoded())
                        .substring(40, 80));
    }

    private SigningKey key(String name) {
        return Objects.requireNonNull(folder.key(name));
    }
}
