package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.delivery.message.WireTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures over the messages of {@code src/test/resources/mails}, as they go to servers of today and of long ago. */
class RealMessagesTest {
    static Stream<Path> messages() throws IOException {
        return Files.list(Path.of("src/test/resources/mails"))
                .filter(file -> file.toString().endsWith(".eml"))
                .filter(RealMessagesTest::mayGoOnTheWire)
                .sorted();
    }

    private static boolean mayGoOnTheWire(Path file) {
        try {
            Signed.message(Files.readAllBytes(file), Signed.MODERN);
            return true;
        } catch (ContractViolation refused) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void receiverVerifiesIt(Path file) throws IOException {
        for (WireTarget target : List.of(Signed.MODERN, Signed.SEVEN_BIT)) {
            byte[] message = Signed.message(Files.readAllBytes(file), target, Signed.mark("s1", TestKeys.RSA));

            assertThat(Jdkim.verifies(message, Signed.published("s1", TestKeys.RSA)))
                    .as("for %s", target)
                    .isTrue();
        }
    }
}
