package io.privatesmtp.delivery.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
    @TempDir
    Path folder;

    @Test
    void everyReplyGetsALineOfIdCategoryAndAction() throws IOException {
        Path file = Files.writeString(
                folder.resolve("replies.tsv"),
                "id\traw_reply\textra\n"
                        + "a\t550-5.1.1 No such\\n550 5.1.1 user here\tignored\n"
                        + "b\t421 4.7.0 Too many connections\n"
                        + "c\t554 Client host [192.0.2.1] blocked using rbl.x.example\n"
                        + "a line without a tab\n"
                        + "d\tBenutzer unbekannt\n");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        ClassifyCommand.run(file, BounceClassifier.standard(), new PrintStream(printed, false, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "a\trecipient-invalid\tsuppress",
                        "b\trate-limit\tretry",
                        "c\tblock\thold-ip",
                        "d\trecipient-invalid\tsuppress");
    }
}
