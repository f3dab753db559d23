package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.lane.Impression.Kind;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpressionTest {
    private static final BounceClassifier CLASSIFIER = BounceClassifier.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ASKS_FOR_LESS|MAIL_FROM|421|4.7.28 Gmail has detected an unusual rate of mail originating from your IP address",
                "ASKS_FOR_LESS|GREETING|421|4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume",
                "ASKS_FOR_LESS|RCPT_TO|450|4.7.1 Error: too much mail from 192.0.2.1",
                "ASKS_FOR_LESS|GREETING|554|5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org",
                "ASKS_FOR_LESS|EHLO|421|4.3.2 Overloaded, try again in 120 seconds",
                "FAILED|GREETING|421|4.3.2 Service not available",
                "FAILED|RCPT_TO|421|4.3.2 Closing",
                "FAILED|GREETING|554|5.3.2 The system is going down",
                "FAILED|CONNECT|0|no connection",
                "FAILED|DATA|0|no reply within 5 minutes",
                "FINE|RCPT_TO|450|4.7.1 Greylisted, try again in 300 seconds",
                "FINE|RCPT_TO|450|4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery",
                "FINE|RCPT_TO|452|4.5.3 Too many recipients",
                "FINE|RCPT_TO|452|4.2.2 The mailbox is full",
                "FINE|RCPT_TO|550|5.1.1 No such user",
                "FINE|END_OF_DATA|451|4.3.0 Temporary lookup failure",
                "FINE|END_OF_DATA|250|2.0.0 OK"
            })
    void whatAReplySaysAboutItsSite(Kind kind, Stage stage, int code, String text) {
        assertThat(of(null, reply(stage, code, text)).kind()).isEqualTo(kind);
    }

    @Test
    void aSiteThatTakesOneRecipientDoesNotMeanItself() {
        Impression impression = of(
                null,
                reply(Stage.RCPT_TO, 450, "4.7.1 Error: too much mail from 192.0.2.1"),
                reply(Stage.END_OF_DATA, 250, "2.0.0 OK"));

        assertThat(impression.kind()).isEqualTo(Kind.FINE);
    }

    @Test
    void theTimeToComeBackIsTheSites() {
        Impression impression = of(null, reply(Stage.MAIL_FROM, 421, "4.7.0 Rate limited, try again in 10 minutes"));

        assertThat(impression.asked()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void ourOwnAddressSaysNothingAboutTheSite() {
        assertThat(of(Obstacle.SOURCE_UNUSABLE, reply(Stage.CONNECT, 0, "cannot be bound"))
                        .kind())
                .isEqualTo(Kind.NOTHING);
    }

    private static SmtpReply reply(Stage stage, int code, String text) {
        return new SmtpReply(stage, code, EnhancedStatus.leading(text), text);
    }

    private static Impression of(@Nullable Obstacle obstacle, SmtpReply... replies) {
        List<Verdict> verdicts = List.of(replies).stream()
                .<Verdict>map(r -> r.code() == 250
                        ? new Verdict.Accepted(r)
                        : r.permanentNegative() ? new Verdict.PermanentFailure(r) : new Verdict.TransientFailure(r))
                .toList();
        TransactionReport report =
                new TransactionReport(verdicts, null, "out.sender.test", null, false, true, obstacle);
        return Impression.of(
                report,
                "mx.rcpt.test",
                (r, host) -> CLASSIFIER.classify(r, host).category());
    }
}
