package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.outcome.Classification;
import io.privatesmtp.delivery.smtp.PlayedDialogue.Result;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.privatesmtp.internet.script.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every dialogue of {@code src/test/resources/dialogues}, and what came of it. */
class DialogueSuiteTest {
    private static final BounceClassifier CLASSIFIER = BounceClassifier.standard();

    @RegisterExtension
    private final Playground playground = new Playground();

    /** Those that end at a deadline run beside the others, since they do nothing but wait. */
    @TestFactory
    Stream<DynamicTest> everyDialogueEndsAsWritten() {
        List<DynamicTest> tests = new ArrayList<>();
        for (WrittenDialogue written : WrittenDialogue.all()) {
            boolean waits = written.settings().containsKey("hasty");
            Future<Result> begun = waits ? play(written) : null;
            Supplier<Future<Result>> play = waits ? () -> begun : () -> play(written);
            tests.add(DynamicTest.dynamicTest(written.toString(), () -> check(written, await(play.get()))));
        }
        assertThat(tests).hasSizeGreaterThan(120);
        return tests.stream();
    }

    private Future<Result> play(WrittenDialogue written) {
        return PlayedDialogue.in(playground, written).play();
    }

    private static void check(WrittenDialogue written, Result result) {
        List<Verdict> verdicts = result.reports().stream()
                .flatMap(report -> report.verdicts().stream())
                .toList();
        List<String> outcomes = verdicts.stream()
                .map(verdict -> outcome(verdict, written.setting("host", "mx.test")))
                .toList();
        assertThat(outcomes)
                .as("outcomes; the last: %s", verdicts.getLast().reply())
                .containsExactlyElementsOf(expected(written, "delivered", "deferred", "bounced", "uncertain"));
        TransactionReport last = result.reports().getLast();
        assertThat(last.obstacle() == null ? "none" : label(last.obstacle()))
                .isEqualTo(one(written, "obstacle", "none"));
        String reusable = result.reusable() ? "reusable" : "over";
        assertThat(reusable).isEqualTo(one(written, "session", reusable));
        String tls = last.tls() == null ? "no" : "yes";
        assertThat(tls).isEqualTo(one(written, "tls", tls));
        for (String words : expected(written, "says")) {
            assertThat(verdicts.getLast().reply().text())
                    .contains(words.substring("says \"".length(), words.length() - 1)
                            .replace("\\n", "\n"));
        }
        checkServersView(written, result, outcomes);
    }

    private static void checkServersView(WrittenDialogue written, Result result, List<String> outcomes) {
        Visit visit = Playground.visit(result.server());
        assertThat(visit.surprises()).noneMatch(surprise -> surprise.startsWith("expected "));
        for (String words : expected(written, "never")) {
            assertThat(String.join("\n", visit.lines())).doesNotContain(words.substring("never ".length()));
        }
        long known = outcomes.stream()
                .filter(outcome -> outcome.matches("(delivered|uncertain|\\S+ end-of-data [245]\\d\\d) ?.*"))
                .count();
        String arrived = one(written, "arrived", null);
        if (arrived != null) {
            Playground.until(() -> visit.contents().size() == Integer.parseInt(arrived));
        }
        if (known == 0) {
            assertThat(visit.contents()).isEmpty();
        } else if (written.reads()) {
            Playground.until(() -> !visit.contents().isEmpty());
            assertThat(visit.contents().getLast()).isEqualTo(result.message().rendered());
        }
    }

    /** As the events say it. */
    private static String outcome(Verdict verdict, String host) {
        SmtpReply reply = verdict.reply();
        String where = label(reply.stage()) + " " + reply.code();
        Classification meaning = CLASSIFIER.classify(reply, host);
        Category category = meaning.category();
        String why = " " + category.label() + "/" + label(category.action());
        return switch (verdict) {
            case Verdict.Accepted accepted -> "delivered " + where;
            case Verdict.TransientFailure failure -> "deferred " + where + why;
            case Verdict.PermanentFailure failure -> (meaning.mayPass(reply) ? "deferred " : "bounced ") + where + why;
            case Verdict.Uncertain uncertain -> "uncertain " + where + why;
        };
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> expected(WrittenDialogue written, String... words) {
        return written.expected().stream()
                .filter(line -> List.of(words).contains(line.split(" ", 2)[0]))
                .toList();
    }

    private static String one(WrittenDialogue written, String word, String otherwise) {
        return expected(written, word).stream()
                .map(line -> line.substring(word.length() + 1))
                .reduce((first, second) -> Objects.requireNonNull(null, written + ": two of " + word))
                .orElse(otherwise);
    }
}
