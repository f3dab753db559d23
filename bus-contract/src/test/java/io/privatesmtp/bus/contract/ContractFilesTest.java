package io.privatesmtp.bus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas and the AsyncAPI document say what the records say. */
class ContractFilesTest {
    private record ContractFile(Path path, JsonNode content) {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    static Stream<ContractFile> files() {
        Schemas schemas = new Schemas();
        Stream<ContractFile> records = Records.ALL.entrySet().stream()
                .map(e -> new ContractFile(
                        Path.of("schemas", e.getKey() + ".json"), schemas.of(e.getKey(), e.getValue())));
        return Stream.concat(records, Stream.of(new ContractFile(Path.of("asyncapi.json"), new AsyncApi().document())));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileSaysWhatItsRecordSays(ContractFile file) throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Path parent = file.path().toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Files.writeString(file.path(), text(file.content()));
        }
        assertThat(file.path())
                .as(
                        "drifted; if that is meant: ./mvnw -pl bus-contract test -Dtest=ContractFilesTest -Dregenerate=true")
                .exists()
                .hasContent(text(file.content()));
    }

    private static String text(JsonNode node) throws IOException {
        return Json.jsonMapper()
                        .writer()
                        .with(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(node)
                + "\n";
    }
}
