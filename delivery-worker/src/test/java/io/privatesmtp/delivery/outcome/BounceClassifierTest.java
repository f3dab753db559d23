package io.privatesmtp.delivery.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class BounceClassifierTest {
    private static final BounceClassifier SHIPPED = BounceClassifier.standard();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1}")
    @CsvFileSource(resources = "/replies.tsv", delimiter = '\t', quoteCharacter = '\u0001', maxCharsPerColumn = 1_000)
    void replyHasItsCategory(String category, String raw) {
        Classification classification = SHIPPED.classify(ClassifyCommand.reply(raw), null);

        assertThat(classification.category()).as(classification.ruleName()).isEqualTo(Category.of(category));
    }

    /** The worst error: whatever is said of the recipient, our address or our proof of who we are was the reason. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 Recipient rejected: your IP 198.51.100.7 is blacklisted",
                "550 5.1.1 User unknown or sending host listed by DNSBL",
                "550 No such user for senders without valid SPF",
                "550 5.2.1 Mailbox disabled for messages failing DMARC",
                "550 5.1.1 <jo@x.example> refused, too many connections from your network",
                "550 5.1.0 Address rejected due to poor reputation of 198.51.100.7",
                "550 mailbox unavailable: reverse DNS of client is missing",
                "550 5.1.1 Rejected, greylisted, try later"
            })
    void recipientIsNotSuppressedForWhatWeAre(String raw) {
        assertThat(SHIPPED.classify(ClassifyCommand.reply(raw), null).action()).isNotEqualTo(Action.SUPPRESS);
    }

    /** Replies made to be read for long: a pattern that goes through words like these tries every way to skip some. */
    @Test
    void aReplyThatTakesTooLongToReadIsReadByItsCode() {
        Classification windy = SHIPPED.classify(ClassifyCommand.reply("550 5.0.0 " + "ip ".repeat(320)), null);

        assertThat(windy.ruleName()).isEqualTo("code 550");
    }

    @Test
    void aHostThatHadTooMuchReadIsReadByItsCodesForAWhileAndOthersAreNot() {
        BounceClassifier own = BounceClassifier.standard();
        SmtpReply blocked = ClassifyCommand.reply("550 blocked using bl.x.example");
        for (int i = 0; i < 1_000; i++) {
            own.classify(ClassifyCommand.reply("550 " + "ip ".repeat(300) + i), "mx.windy.example");
        }

        assertThat(own.classify(blocked, "mx.windy.example").ruleName()).isEqualTo("code 550");
        assertThat(own.classify(blocked, "mx.honest.example").category()).isEqualTo(Category.BLOCK);
    }

    @Test
    void onlyAHostsGreetingSaysThatItTakesNoMailAtAll() {
        assertThat(classify(Stage.GREETING, 521, null, "no mail here").category())
                .isEqualTo(Category.DOMAIN_INVALID);
        assertThat(classify(Stage.RCPT_TO, 521, null, "not now, not here").action())
                .isNotEqualTo(Action.SUPPRESS);
    }

    @Test
    void replyCodeDecidesWhetherTheMessageIsTriedAgain() {
        assertThat(classify(Stage.RCPT_TO, 550, "5.1.1", "User unknown").retry())
                .isFalse();
        assertThat(classify(Stage.RCPT_TO, 450, "4.2.1", "Mailbox busy").retry())
                .isTrue();
        assertThat(classify(Stage.CONNECT, 0, null, "connection refused").retry())
                .isTrue();
        assertThat(classify(Stage.RCPT_TO, 550, "5.7.1", "Client host [192.0.2.1] blocked using bl.x.example")
                        .retry())
                .isTrue();
    }

    /** A host that is down is no host that blocks us, whatever words the failure to connect comes with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection refused by 192.0.2.1:25",
                "connect to mx.x.example: blocked, no route to host",
                "connection closed: user unknown"
            })
    void whatNoServerSaidIsTheNetworks(String text) {
        Classification classification = classify(Stage.CONNECT, 0, null, text);

        assertThat(classification.category()).isEqualTo(Category.NETWORK);
        assertThat(classification.retry()).isTrue();
    }

    @Test
    void bareCodeIsReadWithItsStage() {
        assertThat(classify(Stage.RCPT_TO, 550, null, "").category()).isEqualTo(Category.RECIPIENT_INVALID);
        assertThat(classify(Stage.MAIL_FROM, 550, null, "").category()).isEqualTo(Category.SENDER_REJECTED);
        assertThat(classify(Stage.END_OF_DATA, 550, null, "").category()).isEqualTo(Category.POLICY);
        assertThat(classify(Stage.CONNECT, 0, null, "").category()).isEqualTo(Category.NETWORK);
        assertThat(classify(Stage.RCPT_TO, 599, null, "").category()).isEqualTo(Category.UNKNOWN);
    }

    @Test
    void wordsInsideAddressesAreNotTheServers() {
        assertThat(classify(Stage.RCPT_TO, 550, "5.1.1", "<spamhaus.blacklist@virus.example>: unknown user")
                        .category())
                .isEqualTo(Category.RECIPIENT_INVALID);
    }

    @Test
    void operatorsRuleComesFirst() throws IOException {
        Path file = Files.writeString(folder.resolve("own.yaml"), """
                rules:
                  - name: our-partner
                    category: rate-limit
                    outcome: retry
                    mx: ["*.partner.example"]
                    code: ["55x"]
                    enhanced: ["5.7.*"]
                    stage: [rcpt-to]
                    text: ['{mailbox} is busy']
                """);
        BounceClassifier classifier = BounceClassifier.with(file);
        SmtpReply reply = new SmtpReply(Stage.RCPT_TO, 554, EnhancedStatus.parse("5.7.9"), "This mailbox is busy");

        Classification here = classifier.classify(reply, "MX1.Partner.example");
        Classification elsewhere = classifier.classify(reply, "mx.other.example");

        assertThat(here).isEqualTo(new Classification(Category.RATE_LIMIT, Action.RETRY, true, "our-partner"));
        assertThat(elsewhere.ruleName()).isNotEqualTo("our-partner");
    }

    @Test
    void brokenRulesFileNamesFileRuleAndFault() throws IOException {
        Path pattern = Files.writeString(folder.resolve("a.yaml"), "rules: [{name: a, category: spam, text: ['(']}]");
        Path category = Files.writeString(folder.resolve("b.yaml"), "rules: [{name: b, category: nonsense}]");
        Path key = Files.writeString(folder.resolve("c.yaml"), "rules: [{name: c, category: spam, txt: [a]}]");
        Path term = Files.writeString(folder.resolve("d.yaml"), "rules: [{name: d, category: spam, text: ['{who}']}]");
        Path code = Files.writeString(folder.resolve("e.yaml"), "rules: [{name: e, category: spam, code: ['9']}]");

        assertThatThrownBy(() -> BounceClassifier.with(pattern)).hasMessageContainingAll("a.yaml", "rule a, text");
        assertThatThrownBy(() -> BounceClassifier.with(category)).hasMessageContainingAll("b.yaml", "nonsense");
        assertThatThrownBy(() -> BounceClassifier.with(key)).hasMessageContainingAll("c.yaml", "txt");
        assertThatThrownBy(() -> BounceClassifier.with(term)).hasMessageContainingAll("d.yaml", "rule d", "{who}");
        assertThatThrownBy(() -> BounceClassifier.with(code)).hasMessageContainingAll("e.yaml", "rule e, code");
        assertThatThrownBy(() -> BounceClassifier.with(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml");
    }

    private static Classification classify(Stage stage, int code, String enhanced, String text) {
        return SHIPPED.classify(
                new SmtpReply(stage, code, enhanced == null ? null : EnhancedStatus.parse(enhanced), text), null);
    }
}
