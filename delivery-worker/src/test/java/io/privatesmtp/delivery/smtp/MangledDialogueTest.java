package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.ACCEPT;
import static io.privatesmtp.delivery.smtp.Playground.HASTY;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Uncertain;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dialogues in which the server says something else somewhere, or twice, or not at all. */
class MangledDialogueTest {
    private static final List<String> NOISE = List.of(
            "S: 250 ok",
            "S: 354 go",
            "S: 421 bye",
            "S: 451 later",
            "S: 550 no",
            "S: 250",
            "S: 999 what",
            "S+: 250-",
            "S+: \\r\\n\\r\\n",
            "S+: 250 ok\\r\\n250 ok\\r\\n250 ok\\r\\n",
            "S+: 25",
            "flood 100000",
            "reset");

    @RegisterExtension
    private final Playground playground = new Playground();

    @RepeatedTest(60)
    void everySendEndsAndNothingIsAcceptedThatDidNotArrive(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var script = mangled(random);
        var server = playground.server(script);

        var report = playground.send(server, HASTY, Letter.to("bob@rcpt.test"));

        // One that never reads the content may say 250 all the same, just late enough for us to believe it.
        if (only(report) instanceof Accepted && script.contains("content")) {
            // A server may say 250 before it has read what it takes.
            await().until(() ->
                    server.visits().stream().anyMatch(visit -> !visit.contents().isEmpty()));
        }
        if (only(report) instanceof Uncertain) {
            assertThat(only(report).reply().code()).isIn(0, 354);
        }
    }

    private static String mangled(Random random) {
        var lines = new ArrayList<>(ACCEPT.lines().toList());
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(lines.size());
            String noise = NOISE.get(random.nextInt(NOISE.size()));
            switch (random.nextInt(3)) {
                case 0 -> lines.add(at, noise);
                case 1 -> lines.set(at, noise);
                default -> lines.remove(at);
            }
        }
        return String.join("\n", lines);
    }
}
