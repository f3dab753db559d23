package io.privatesmtp.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.standalone.demo.SmallInternet.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
    private static final Letter LETTER = Cast.letters().getFirst();
    private static final String RECIPIENT = LETTER.recipients().getFirst();

    @Test
    void aLetterThatLeftFromItsAddressOnceIsFine() {
        assertThat(Verification.complaints(List.of(outcome("127.0.0.11", delivered("127.0.0.11"))), List.of()))
                .isEmpty();
    }

    @Test
    void aLetterSeenFromAnotherAddressIsWrong() {
        assertThat(Verification.complaints(List.of(outcome("127.0.0.10", delivered("127.0.0.11"))), List.of()))
                .containsExactly("acme-raw to ann@mailbox.test was seen from [127.0.0.10], not from [127.0.0.11].");
    }

    @Test
    void anEventThatNamesAnotherAddressIsWrong() {
        assertThat(Verification.complaints(List.of(outcome("127.0.0.11", delivered("127.0.0.1"))), List.of()))
                .containsExactly("acme-raw to ann@mailbox.test has events that say [127.0.0.1], not [127.0.0.11].");
    }

    @Test
    void twoTerminalEventsAreOneTooMany() {
        var twice = outcome("127.0.0.11", delivered("127.0.0.11"), delivered("127.0.0.11"));

        assertThat(Verification.complaints(List.of(twice), List.of()))
                .containsExactly("acme-raw to ann@mailbox.test has 2 terminal events, not one.");
    }

    @Test
    void aLetterWithoutEventsIsLost() {
        assertThat(Verification.complaints(List.of(outcome("127.0.0.11")), List.of()))
                .contains("acme-raw to ann@mailbox.test has 0 terminal events, not one.");
    }

    @Test
    void otherMailFromAPrivateAddressIsWrong() {
        var stray = new Sighting("127.0.0.11", "news@club.test", "bob@letters.test");

        assertThat(Verification.complaints(List.of(), List.of(stray)))
                .containsExactly("Mail of news@club.test left from 127.0.0.11, which is acme.test's.");
    }

    private static Outcome outcome(String seenFrom, MailEvent... events) {
        return new Outcome(LETTER, RECIPIENT, List.of(events), new TreeSet<>(Set.of(seenFrom)));
    }

    private static MailEvent delivered(String bound) {
        var message = new MessageFacts(
                LETTER.id(),
                LETTER.account(),
                1,
                LETTER.sender(),
                LETTER.senderDomain(),
                RECIPIENT,
                "mailbox.test",
                AT,
                new Origin("mail.outbound", 0, 0),
                null);
        var dialogue = new DialogueFacts(null, bound, BoundBy.SOCKET, null, null, null, null, null, null);
        return new MailEvent.Delivered(message, dialogue, AT);
    }
}
