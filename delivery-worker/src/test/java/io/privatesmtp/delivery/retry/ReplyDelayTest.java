package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDelayTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4.7.1 Greylisted, try again in 300 seconds | PT5M",
                "try again in 5 minutes | PT5M",
                "in 5 minutes | PT5M",
                "Please retry after 00:05:00 | PT5M",
                "Greylisting in action, please come back in 01:00:00 | PT1H",
                "4.2.0 <a@b.test>: Recipient address rejected: Greylisted for 300 seconds | PT5M",
                "greylisted for 5 minutes (see http://x.test/60s) | PT5M",
                "Graylisted, wait 60s | PT1M",
                "Message temporarily deferred for 2 hours | PT2H",
                "delayed, retry in 3m | PT3M",
                "please try again in at least 15 mins | PT15M",
                "try again in about 1 hour | PT1H",
                "try again in 1 hour and 30 minutes | PT1H30M",
                "try again in 4 minutes, 10 seconds | PT4M10S",
                "too fast. Try again 10 minutes later | PT10M",
                "Retry within: 20 min | PT20M",
                "your IP is blocked for 24 hours | PT4H",
                "try again in 3 days | PT4H",
                "TRY AGAIN IN 5 MINUTES | PT5M",
                "greylisted for 1 minute, retry in 2 minutes | PT2M",
                "wait 0 seconds, then another 7 s | PT7S"
            })
    void aWishIsUnderstood(String text, Duration asked) {
        assertThat(ReplyDelay.of(text)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "try again later",
                "4.7.0 Try again later, closing connection",
                "you sent 100 messages in 60 minutes",
                "limit of 200 recipients within 1 hour exceeded",
                "at most 30 connections per 60 seconds",
                "mailbox full for 7 days",
                "try again in 0 seconds",
                "try again in a few minutes",
                "retry 5 minutes",
                "the limit is 5 minutes",
                "queue id 4:05:00:17 in use",
                "try again in 99999999 seconds",
                "host 203.0.113.5 s blocked",
                "try in 12:99:00"
            })
    void whatIsNoWishIsNone(String text) {
        assertThat(ReplyDelay.of(text)).isNull();
    }

    @Test
    void onlyATransientReplyIsAsked() {
        String text = "try again in 5 minutes";

        assertThat(ReplyDelay.of(new SmtpReply(Stage.RCPT_TO, 450, null, text))).isEqualTo(Duration.ofMinutes(5));
        assertThat(ReplyDelay.of(new SmtpReply(Stage.RCPT_TO, 550, null, text))).isNull();
        assertThat(ReplyDelay.of(new SmtpReply(Stage.CONNECT, 0, null, text))).isNull();
        assertThat(ReplyDelay.of((SmtpReply) null)).isNull();
    }

    @Property
    void anyNumberOfSecondsIsUnderstoodUpToTheLongest(@ForAll @IntRange(min = 1, max = 9_999_999) int seconds) {
        Duration asked = ReplyDelay.of("greylisted, try again in " + seconds + " seconds");

        assertThat(asked).isEqualTo(Duration.ofSeconds(Math.min(seconds, 14_400)));
    }

    @Property(tries = 5_000)
    void whateverAServerSaysTheAnswerIsBounded(@ForAll("replies") String text) {
        Duration asked = ReplyDelay.of(text);

        assertThat(asked == null || !asked.isNegative() && !asked.isZero() && asked.compareTo(ReplyDelay.LONGEST) <= 0)
                .isTrue();
    }

    @Provide
    Arbitrary<String> replies() {
        Arbitrary<String> words = Arbitraries.of(
                "in",
                "after",
                "for",
                " ",
                "wait",
                ":",
                "00:",
                "05:",
                "9",
                "300",
                "seconds",
                "h",
                "m",
                "s",
                "again",
                "greylisted",
                ",",
                "and",
                "\n",
                "\u0130",
                "-1",
                "99999999");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                words.list().ofMaxSize(300).map(list -> String.join("", list)),
                words.list().ofMaxSize(300).map(list -> String.join(" ", list)));
    }
}
