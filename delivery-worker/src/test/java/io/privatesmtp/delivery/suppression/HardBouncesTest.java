package io.privatesmtp.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HardBouncesTest {
    private static final BounceClassifier CLASSIFIER = BounceClassifier.standard();
    private static final SmtpReply GONE = reply(Stage.RCPT_TO, 550, "5.1.1 No such user");

    @Test
    void aRecipientThatItsServerDoesNotKnowIsGone() {
        assertThat(HardBounces.among(List.of(bounce("a@acme.test", GONE, Category.RECIPIENT_INVALID))))
                .hasSize(1);
    }

    @Test
    void aDomainThatDoesNotExistIsGone() {
        SmtpReply none = new SmtpReply(Stage.CONNECT, 0, EnhancedStatus.parse("5.1.2"), "no such domain");

        assertThat(HardBounces.among(List.of(bounce("a@acme.test", none, Category.DOMAIN_INVALID))))
                .hasSize(1);
    }

    @Test
    void aReplyAfterTheContentMeansARecipientOnlyWhereHeStoodAlone() {
        SmtpReply late = reply(Stage.END_OF_DATA, 550, "5.1.1 No such user");
        Bounce one = bounce("a@acme.test", late, Category.RECIPIENT_INVALID);
        Bounce refusedBefore = bounce("a@acme.test", GONE, Category.RECIPIENT_INVALID);

        assertThat(HardBounces.among(List.of(one))).containsExactly(one);
        assertThat(HardBounces.among(List.of(one, one))).isEmpty();
        assertThat(HardBounces.among(List.of(one, refusedBefore))).containsExactly(one, refusedBefore);
        assertThat(HardBounces.among(List.of(one, one, refusedBefore))).containsExactly(refusedBefore);
    }

    @Test
    void aRefusalOfMailFromTheNullSenderSaysNothingOfTheRecipient() {
        assertThat(HardBounces.among(List.of(bounce("", GONE, Category.RECIPIENT_INVALID))))
                .isEmpty();
    }

    @Property
    void onlyCertainRepliesSuppress(@ForAll("replies") SmtpReply reply, @ForAll Category category) {
        boolean hard = !HardBounces.among(List.of(bounce("a@acme.test", reply, category)))
                .isEmpty();

        if (hard) {
            assertThat(category.action()).isEqualTo(Action.SUPPRESS);
            assertThat(reply.transientNegative()).isFalse();
            assertThat(reply.permanentNegative() || category == Category.DOMAIN_INVALID)
                    .isTrue();
            assertThat(reply.code() == 0 || reply.stage().compareTo(Stage.RCPT_TO) >= 0)
                    .isTrue();
        }
    }

    @Property
    void whoBlocksOurAddressCostsNoRecipient(@ForAll("blocks") SmtpReply reply) {
        Category category = CLASSIFIER.classify(reply, "mx.example.net").category();

        assertThat(HardBounces.among(List.of(bounce("a@acme.test", reply, category))))
                .as("%s: %s", category, reply)
                .isEmpty();
    }

    /** Words of blocklists and reputation, under codes that elsewhere mean an unknown recipient. */
    @Provide
    Arbitrary<SmtpReply> blocks() {
        Arbitrary<String> words = Arbitraries.of(
                "Recipient address rejected: client host [203.0.113.10] blocked using zen.spamhaus.org",
                "Service unavailable; Client host [203.0.113.10] blocked using bl.spamcop.net",
                "<ann@example.net>: Mail from 203.0.113.10 rejected, your IP is listed at Spamhaus",
                "Your IP address 203.0.113.10 is on our blacklist; user ann@example.net",
                "Blocked - see https://ipcheck.proofpoint.com/?ip=203.0.113.10",
                "Messages from 203.0.113.10 weren't sent. Please contact your ISP since part of their network is on our"
                        + " block list (S3150)",
                "Our system has detected that this message is suspicious due to the very low reputation of the sending IP"
                        + " address",
                "User ann@example.net refused: sender IP reputation is poor, connection blocked");
        return Combinators.combine(
                        Arbitraries.of(Stage.values()).filter(s -> s.compareTo(Stage.GREETING) >= 0),
                        Arbitraries.of(550, 551, 553, 554, 521, 450),
                        Arbitraries.of("", "5.1.1 ", "5.7.1 ", "5.2.1 ", "5.0.0 ", "5.1.0 "),
                        words)
                .as((stage, code, status, text) -> reply(stage, code, code < 500 ? text : status + text));
    }

    @Provide
    Arbitrary<SmtpReply> replies() {
        return Combinators.combine(
                        Arbitraries.of(Stage.values()),
                        Arbitraries.of(0, 421, 450, 452, 521, 550, 554, 556),
                        Arbitraries.of("No such user", "5.1.1 gone", "5.7.1 blocked", ""))
                .as(HardBouncesTest::reply);
    }

    private static SmtpReply reply(Stage stage, int code, String text) {
        return new SmtpReply(stage, code, EnhancedStatus.leading(text), text);
    }

    private static Bounce bounce(String sender, SmtpReply reply, Category category) {
        Instant now = Instant.parse("2026-11-24T00:00:00Z");
        MessageFacts facts = new MessageFacts(
                "id",
                "acme",
                1,
                sender,
                null,
                "ann@example.net",
                "example.net",
                now,
                new Origin("mail.outbound", 0, 1),
                null);
        return new Bounce(
                new Recipient(0, "ann@example.net", "example.net"),
                new MailEvent.Bounced(
                        facts, DialogueFacts.unconnected(null, reply), now, category, category.action(), null));
    }
}
