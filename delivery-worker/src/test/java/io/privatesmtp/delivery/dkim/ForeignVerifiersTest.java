package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both algorithms, verified by dkimpy (Debian: python3-dkim, python3-nacl) and by Mail::DKIM (libmail-dkim-perl); skipped
 * where they are not installed.
 */
class ForeignVerifiersTest {
    private static final List<String> MESSAGES = List.of(
            "From: a@acme.test\r\n\r\n",
            "From: a@acme.test\r\n\r\n\r\n \r\n",
            "From: a@acme.test\r\nSubject: x\r\nSubject:  y\r\n\tz \r\nTo: b@rcpt.test,\r\n c@rcpt.test\r\n\r\na  b \t\r\n.\r\n\r\n",
            "From: Zoë <a@acme.test>\nSubject: Grüße\n\nGrüße\n",
            "From: a@acme.test\r\nReferences: " + "<id@acme.test> ".repeat(200) + "\r\n\r\n" + "word ".repeat(500)
                    + "\r\n",
            "From: a@acme.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n");

    @TempDir
    Path folder;

    @Test
    void dkimpyVerifiesBothSignatures() throws IOException, InterruptedException {
        assumeTrue(runs("python3", "-c", "import dkim, nacl"), "python3 with dkim and nacl is not installed");

        assertThat(verified("python3", "verify.py"))
                .hasSize(2 * MESSAGES.size())
                .allMatch("pass\tpass"::equals);
    }

    @Test
    void mailDkimVerifiesWhatItKnows() throws IOException, InterruptedException {
        assumeTrue(runs("perl", "-MMail::DKIM::Verifier", "-e", "1"), "perl with Mail::DKIM is not installed");

        // Only from 2024 on it knows Ed25519.
        boolean ed25519 = runs("perl", "-MMail::DKIM::Algorithm::ed25519_sha256", "-e", "1");
        assertThat(verified("perl", "verify.pl"))
                .hasSize(2 * MESSAGES.size())
                .allMatch((ed25519 ? "pass\tpass" : "pass\tfail")::equals);
    }

    /** What the script says of each message, as it goes to a modern and to a 7-bit server. */
    private List<String> verified(String interpreter, String script) throws IOException, InterruptedException {
        Path zone = folder.resolve("zone");
        Files.writeString(
                zone,
                "s1._domainkey.acme.test\t" + TestKeys.record(TestKeys.RSA) + "\ne1._domainkey.acme.test\t"
                        + TestKeys.record(TestKeys.ED25519) + "\n");
        List<String> command = new ArrayList<>(List.of(interpreter, script(script), zone.toString()));
        for (String message : MESSAGES) {
            for (var target : List.of(Signed.MODERN, Signed.SEVEN_BIT)) {
                Path file = folder.resolve(command.size() + ".eml");
                Files.write(
                        file,
                        Signed.message(
                                message.getBytes(StandardCharsets.UTF_8),
                                target,
                                Signed.mark("s1", TestKeys.RSA),
                                Signed.mark("e1", TestKeys.ED25519)));
                command.add(file.toString());
            }
        }
        return output(command)
                .lines()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
    }

    private static String script(String name) {
        return Path.of(Objects.requireNonNull(ForeignVerifiersTest.class.getResource("/dkim/" + name))
                        .getPath())
                .toString();
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
