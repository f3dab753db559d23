package io.privatesmtp.standalone.faults.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ANN = "ann@healthy.test";
    private static final String SHARED = "127.0.0.10";
    private static final long BODY = 17;
    private static final Mail TO_ANN = Mail.delivered(ANN, SHARED, NOON);

    private final Observed observed = new Observed();

    @Test
    void oneArrivalAndOneEventIsAsPromised() {
        arrival(1);
        delivered("mail.outbound-0-0");

        var findings = verify(TO_ANN);

        assertThat(findings.complaints()).isEmpty();
        assertThat(findings.delivered()).isEqualTo(1);
        assertThat(findings.lost()).isZero();
    }

    @Test
    void mailWithoutArrivalIsLostWhateverTheEventSays() {
        delivered("mail.outbound-0-0");

        assertThat(verify(TO_ANN).lost()).isEqualTo(1);
    }

    @Test
    void mailWithoutEventIsLostToItsSender() {
        arrival(1);

        var findings = verify(TO_ANN);

        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.withoutEnd()).isEqualTo(1);
    }

    @Test
    void anArrivalThatTheHostDidNotAcknowledgeIsNone() {
        observed.add(new Arrival(ANN, SHARED, NOON, BODY, false));
        delivered("mail.outbound-0-0");

        assertThat(verify(TO_ANN).lost()).isEqualTo(1);
    }

    @Test
    void aSecondArrivalIsTheDeedOfTheFirstFaultAfterTheFirst() {
        arrival(10);
        arrival(30);
        delivered("mail.outbound-0-0");

        var findings = verify(TO_ANN, fault("before", 5, 100), fault("kill", 11, 100), fault("later", 40, 0));

        assertThat(findings.complaints()).isEmpty();
        assertThat(findings.doubled()).isEqualTo(1);
        assertThat(findings.allowed()).isEqualTo(200);
        assertThat(findings.mostByOneFault()).isEqualTo(1);
    }

    @Test
    void ofTwoFaultsBetweenTheArrivalsItIsTheOneThatMayHaveDoubledIt() {
        var mails = List.of(
                TO_ANN,
                Mail.delivered("bob@healthy.test", SHARED, NOON),
                Mail.delivered("eve@healthy.test", SHARED, NOON));
        for (var mail : mails) {
            arrival(mail.recipient(), 8);
            arrival(mail.recipient(), 47);
        }

        assertThat(doubled(verify(mails, fault("return", 5, 24, 1), fault("kill", 23, 25, 2))))
                .isEmpty();
        assertThat(doubled(verify(mails, fault("return", 5, 24, 1), fault("kill", 23, 25, 1))))
                .singleElement()
                .asString()
                .contains("return", "2, at most 1");
        assertThat(doubled(verify(mails, fault("return", 5, 24, 1), fault("kill", 48, 50, 2))))
                .singleElement()
                .asString()
                .contains("return", "3, at most 1");
    }

    private static List<String> doubled(Findings findings) {
        return findings.complaints().stream()
                .filter(complaint -> complaint.contains("doubled more"))
                .toList();
    }

    @Test
    void aFaultThatMayDoubleNothingMustNot() {
        arrival(10);
        arrival(30);
        delivered("mail.outbound-0-0");

        var findings = verify(TO_ANN, fault("restart", 11, 0), fault("kill", 40, 100));

        assertThat(findings.complaints()).singleElement().asString().contains("restart", "1, at most 0");
    }

    @Test
    void aSecondArrivalWithoutAFaultIsWrong() {
        arrival(10);
        arrival(30);
        delivered("mail.outbound-0-0");

        var findings = verify(TO_ANN, fault("kill", 5, 100));

        assertThat(findings.doubled()).isEqualTo(1);
        assertThat(findings.complaints()).singleElement().asString().contains("without a fault", ANN);
    }

    @Test
    void theSameEventTwiceIsACopyAndNotASecondEnd() {
        arrival(1);
        delivered("mail.outbound-0-0");
        delivered("mail.outbound-0-0");

        var findings = verify(TO_ANN);

        assertThat(findings.complaints()).isEmpty();
        assertThat(findings.secondCopies()).isEqualTo(1);
        assertThat(findings.severalEnds()).isZero();
    }

    @Test
    void deliveredInTwoAttemptsAreTwoEnds() {
        arrival(1);
        told("mail.outbound-0-0/0/1/mail.delivered", "mail.delivered");
        told("mail.outbound-0-0/0/2/mail.delivered", "mail.delivered");

        assertThat(verify(TO_ANN).severalEnds()).isEqualTo(1);
    }

    @Test
    void deliveredAndBouncedAreTwoEnds() {
        arrival(1);
        delivered("mail.outbound-0-0");
        told("mail.outbound-0-0/0/2/mail.bounced", "mail.bounced");

        assertThat(verify(TO_ANN).severalEnds()).isEqualTo(1);
    }

    @Test
    void mailMustComeFromItsAddress() {
        observed.add(new Arrival(ANN, "127.0.0.11", NOON, BODY, true));
        delivered("mail.outbound-0-0");

        assertThat(verify(TO_ANN).complaints()).singleElement().asString().contains("127.0.0.11, not " + SHARED);
    }

    @Test
    void aBounceMustBeToldAndNothingElse() {
        var refused = Mail.bounced(ANN, NOON);
        told("mail.outbound-0-0/0/1/mail.bounced", "mail.bounced");

        assertThat(verify(refused).complaints()).isEmpty();
        arrival(1);
        assertThat(verify(refused).complaints()).isNotEmpty();
    }

    @Test
    void aRefusedRecordIsOneDeadLetterAndNeverMail() {
        var poison = Mail.refused("poison-1", NOON);
        assertThat(verify(poison).lost()).isEqualTo(1);

        observed.add(new DeadLetter("poison-1", "schema", "mail.outbound-0-3"));
        assertThat(verify(poison).complaints()).isEmpty();

        // its own copy after a crash
        observed.add(new DeadLetter("poison-1", "schema", "mail.outbound-0-3"));
        assertThat(verify(poison).complaints()).isEmpty();
    }

    @Test
    void everyCopyOfASubmissionMustBeADeadLetter() {
        var twice = new Mail(ANN, SHARED, Ending.DELIVERED, NOON, 1, 1);
        arrival(1);
        delivered("mail.outbound-0-0");
        assertThat(verify(twice).complaints()).isNotEmpty();

        observed.add(new DeadLetter(ANN, "duplicate", "mail.outbound-0-3"));
        assertThat(verify(twice).complaints()).isEmpty();
    }

    private void arrival(long second) {
        arrival(ANN, second);
    }

    private void arrival(String recipient, long second) {
        observed.add(new Arrival(recipient, SHARED, NOON.plusSeconds(second), BODY, true));
    }

    private void delivered(String origin) {
        told(origin + "/0/1/mail.delivered", "mail.delivered");
    }

    private void told(String id, String type) {
        observed.add(new Told(id, type, ANN, NOON, false, true));
    }

    private static Fault fault(String what, long second, int mayDouble) {
        return fault(what, second - 1, second, mayDouble);
    }

    private static Fault fault(String what, long from, long until, int mayDouble) {
        return new Fault(what, NOON.plusSeconds(from), NOON.plusSeconds(until), mayDouble);
    }

    private Findings verify(Mail mail, Fault... faults) {
        return verify(List.of(mail), faults);
    }

    private Findings verify(List<Mail> mails, Fault... faults) {
        return Verification.of(mails, List.of(faults), observed);
    }
}
