package io.privatesmtp.standalone.demo;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.demo.SmallInternet.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the promise was kept. Says what was not, in sentences; says nothing when all was. */
final class Verification {
    private final List<String> complaints = new ArrayList<>();

    private Verification() {}

    static List<String> complaints(List<Outcome> outcomes, List<Sighting> sightings) {
        var verification = new Verification();
        outcomes.forEach(verification::oneTerminalEvent);
        outcomes.forEach(verification::theRightAddress);
        outcomes.forEach(verification::theExpectedEnd);
        sightings.forEach(verification::nobodyElse);
        return List.copyOf(verification.complaints);
    }

    private void oneTerminalEvent(Outcome outcome) {
        if (outcome.terminalEvents() != 1) {
            complain(outcome, "has " + outcome.terminalEvents() + " terminal events, not one");
        }
    }

    private void theRightAddress(Outcome outcome) {
        var expected = Set.of(outcome.letter().expectedAddress());
        if (!outcome.seenAddresses().equals(expected)) {
            complain(outcome, "was seen from " + outcome.seenAddresses() + ", not from " + expected);
        }
        if (!outcome.boundAddresses().equals(expected)) {
            complain(outcome, "has events that say " + outcome.boundAddresses() + ", not " + expected);
        }
    }

    private void theExpectedEnd(Outcome outcome) {
        var refused = outcome.recipient().equals(Cast.REFUSED);
        var end = refused ? MailEvent.Bounced.TYPE : MailEvent.Delivered.TYPE;
        if (!outcome.endsWith(end)) {
            complain(outcome, "does not end with " + end);
        }
        if (outcome.recipient().equals(Cast.GREYLISTED) && !outcome.has(MailEvent.Deferred.TYPE)) {
            complain(outcome, "was not deferred, although it was greylisted");
        }
    }

    private void nobodyElse(Sighting sighting) {
        for (var buyer : Cast.BUYERS) {
            if (sighting.peer().equals(buyer.address()) && !sighting.sender().endsWith("@" + buyer.domain())) {
                complaints.add("Mail of " + sighting.sender() + " left from " + buyer.address() + ", which is "
                        + buyer.domain() + "'s.");
            }
        }
    }

    private void complain(Outcome outcome, String what) {
        complaints.add(outcome.letter().id() + " to " + outcome.recipient() + " " + what + ".");
    }
}
