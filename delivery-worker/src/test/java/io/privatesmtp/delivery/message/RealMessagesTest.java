package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.ContractViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.james.mime4j.stream.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of {@code src/test/resources/mails}, for servers of today and of long ago. */
class RealMessagesTest {
    private static final Path FOLDER = Path.of("src/test/resources/mails");
    /** Added by us, or rewritten where a part is encoded otherwise for a server. */
    private static final Set<String> OURS = Set.of(
            "received",
            "date",
            "message-id",
            "bcc",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-disposition");

    static Stream<Path> messages() throws IOException {
        return Files.list(FOLDER)
                .filter(file -> file.toString().endsWith(".eml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readerHasTheSameMessageOrItIsRefusedWithASentence(Path file) throws IOException {
        byte[] original = Files.readAllBytes(file);
        RawBody body;
        try {
            body = Wire.raw(original);
        } catch (ContractViolation refused) {
            assertThat(refused).hasMessageContaining("must ");
            return;
        }
        ReadMessage read = ReadMessage.of(LineEnds.toCrlf(original));
        for (WireTarget target : List.of(Wire.MODERN, Wire.SEVEN_BIT)) {
            ReadMessage arrived = ReadMessage.of(Wire.bytes(body, target));

            assertThat(arrived.contents()).as("parts for %s", target).isEqualTo(read.contents());
            assertThat(fields(arrived)).as("fields for %s", target).isEqualTo(fields(read));
        }
    }

    @Test
    void onlyWhatNobodyReadsAlikeIsRefused() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (Path file : messages().toList()) {
            try {
                Wire.raw(Files.readAllBytes(file));
            } catch (ContractViolation e) {
                refused.add(file.getFileName().toString());
            }
        }

        assertThat(refused)
                .containsExactly(
                        "basic-plain-with-bad-header-separator.eml",
                        // A loop: 93 Received fields.
                        "long-headers.eml",
                        "malformedHeader-nocrlfcrlf.eml",
                        "malformedHeader-noheader.eml",
                        "malformedHeaderStartsBody-nocrlfcrlf.eml",
                        "malformedHeaderStartsBody-noheader.eml",
                        "obsolete.eml",
                        // In lines that no encoding can shorten.
                        "very-very-long-boundary.eml");
        assertThat(messages()).hasSizeGreaterThan(30);
    }

    private static List<String> fields(ReadMessage message) {
        List<String> fields = new ArrayList<>();
        for (Field field : message.message.getHeader()) {
            if (!OURS.contains(field.getName().toLowerCase(Locale.ROOT))) {
                fields.add(field.getName() + ": "
                        + field.getBody().replaceAll("\\s+", " ").strip());
            }
        }
        return fields;
    }
}
