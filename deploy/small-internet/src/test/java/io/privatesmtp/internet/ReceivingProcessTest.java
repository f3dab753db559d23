package io.privatesmtp.internet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivingProcessTest {
    @TempDir
    Path folder;

    @Test
    void eachMessageBecomesALineAndAFile() throws Exception {
        Path lines = folder.resolve("received.jsonl");
        ReceivingProcess process = ReceivingProcess.start(
                "--listen",
                "127.0.0.21:0",
                "--record",
                lines.toString(),
                "--save",
                folder.resolve("mail").toString());
        try (SmtpDialogue client =
                SmtpDialogue.greeted("127.0.0.7", process.hosts().getFirst())) {
            client.deliver("\"q\"@a.test", "b@b.test", "Message-ID: <1@a.test>\r\n\r\nx");
        }
        process.stop();

        long body = Received.bodyChecksum("x\r\n".getBytes());
        assertThat(Files.readAllLines(lines))
                .singleElement()
                .asString()
                .contains("\"peer\":\"127.0.0.7\"", "\"from\":\"\\\"q\\\"@a.test\"", "\"to\":[\"b@b.test\"]")
                .contains(
                        "\"messageId\":\"<1@a.test>\"",
                        "\"size\":29",
                        "\"bodyChecksum\":" + body,
                        "\"file\":\"127.0.0.21-000001.eml\"");
        assertThat(folder.resolve("mail/127.0.0.21-000001.eml"))
                .hasBinaryContent("Message-ID: <1@a.test>\r\n\r\nx\r\n".getBytes());
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> ReceivingProcess.start("--listen", "nowhere"))
                .hasMessageContaining("--listen nowhere: must be ADDRESS:PORT");
        assertThatThrownBy(() -> ReceivingProcess.start("--accept-all")).hasMessageContaining("--listen");
        assertThatThrownBy(() -> ReceivingProcess.start("--what", "x")).hasMessageContaining("--what");
    }
}
