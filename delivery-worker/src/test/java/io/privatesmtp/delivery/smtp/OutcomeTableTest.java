package io.privatesmtp.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTableTest {

    @ParameterizedTest(name = "{1} at {0}, dot written {2}: {3}")
    @CsvSource({
        "CONNECT,     0,   false, TransientFailure",
        "GREETING,    421, false, TransientFailure",
        "GREETING,    554, false, PermanentFailure",
        "EHLO,        550, false, PermanentFailure",
        "STARTTLS,    554, false, TransientFailure",
        "MAIL_FROM,   354, false, TransientFailure",
        "MAIL_FROM,   451, false, TransientFailure",
        "MAIL_FROM,   550, false, PermanentFailure",
        "MAIL_FROM,   530, false, PermanentFailure",
        "RCPT_TO,     450, false, TransientFailure",
        "RCPT_TO,     552, false, PermanentFailure",
        "DATA,        250, false, TransientFailure",
        "DATA,        554, false, PermanentFailure",
        "DATA,        0,   false, TransientFailure",
        "END_OF_DATA, 552, false, PermanentFailure",
        "END_OF_DATA, 250, true,  Accepted",
        "END_OF_DATA, 354, true,  Uncertain",
        "END_OF_DATA, 451, true,  TransientFailure",
        "END_OF_DATA, 554, true,  PermanentFailure",
        "END_OF_DATA, 0,   true,  Uncertain",
    })
    void replyDecides(Stage stage, int code, boolean dotWritten, String verdict) {
        var reply = new SmtpReply(stage, code, null, "text");

        assertThat(OutcomeTable.verdict(reply, dotWritten, false, false)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"true, TransientFailure", "false, PermanentFailure"})
    void storageExceededMayMeanTooManyRecipients(boolean othersAccepted, String verdict) {
        var reply = new SmtpReply(Stage.RCPT_TO, 552, null, "text");

        assertThat(OutcomeTable.verdict(reply, true, othersAccepted, false)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }
}
