package io.privatesmtp.standalone.faults.evidence;

import io.privatesmtp.bus.event.MailEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares what was submitted with what was seen. Pure: the same evidence, the same findings. */
public final class Verification {
    private final Map<String, List<Arrival>> arrivals = new HashMap<>();
    private final Map<String, List<Told>> ends = new HashMap<>();
    private final Map<String, Set<String>> letters = new HashMap<>();
    private final Complaints complaints = new Complaints();
    private final Blame blame;
    private int secondCopies;
    private int delivered;
    private int lost;
    private int withoutEnd;
    private int severalEnds;

    private Verification(List<Fault> faults) {
        blame = new Blame(faults);
    }

    public static Findings of(Collection<Mail> mails, List<Fault> faults, Observed observed) {
        var verification = new Verification(faults);
        verification.read(observed);
        mails.forEach(verification::judge);
        verification.blame.settle();
        return verification.findings(mails.size(), observed.deadLetters().size());
    }

    private void read(Observed observed) {
        observed.arrivals()
                .forEach(arrival -> arrivals.computeIfAbsent(arrival.recipient(), r -> new ArrayList<>(1))
                        .add(arrival));
        Set<String> known = new HashSet<>();
        for (var event : observed.events()) {
            if (!known.add(event.id())) {
                secondCopies++;
            } else if (event.terminal()) {
                ends.computeIfAbsent(event.recipient(), r -> new ArrayList<>(1)).add(event);
            }
        }
        observed.deadLetters()
                .forEach(letter -> letters.computeIfAbsent(letter.key(), k -> new HashSet<>())
                        .add(letter.origin()));
    }

    private void judge(Mail mail) {
        var arrived = arrivals.getOrDefault(mail.recipient(), List.of());
        blame.repeated(mail, arrived);
        arrived.stream()
                .filter(arrival -> !Objects.equals(arrival.peer(), mail.source()))
                .findFirst()
                .ifPresent(arrival -> complaints.of(
                        "came from another address",
                        mail.recipient() + " from " + arrival.peer() + ", not " + mail.source()));
        switch (mail.ending()) {
            case DELIVERED -> mustBeDelivered(mail, arrived);
            case BOUNCED -> mustHaveBounced(mail);
            case DEAD_LETTER -> mustBeRefused(mail, arrived);
        }
    }

    private void mustBeDelivered(Mail mail, List<Arrival> arrived) {
        var taken = arrived.stream().anyMatch(Arrival::acknowledged);
        if (end(mail, MailEvent.Delivered.TYPE) && taken) {
            delivered++;
        } else {
            lost++;
            complaints.of(taken ? "arrived, and no event says so" : "did not arrive", mail.recipient());
        }
        var copies = letters.getOrDefault(mail.recipient(), Set.of()).size();
        if (copies != mail.copies()) {
            complaints.of(
                    "were submitted again, and not each copy is a dead letter",
                    mail.recipient() + ": " + copies + " of " + mail.copies());
        }
    }

    private void mustHaveBounced(Mail mail) {
        if (!end(mail, MailEvent.Bounced.TYPE)) {
            lost++;
            complaints.of("were to bounce, and no event says so", mail.recipient());
        }
    }

    private void mustBeRefused(Mail mail, List<Arrival> arrived) {
        if (letters.getOrDefault(mail.recipient(), Set.of()).size() != 1) {
            lost++;
            complaints.of("were to be a dead letter", mail.recipient());
        }
        if (!arrived.isEmpty()) {
            complaints.of("were to be refused, and were sent", mail.recipient());
        }
    }

    /** Whether there is exactly one terminal event, of this type. A refused copy of the submission has its own. */
    private boolean end(Mail mail, String type) {
        var all = ends.getOrDefault(mail.recipient(), List.of());
        if (all.isEmpty()) {
            withoutEnd++;
            return false;
        }
        var subjects = new HashSet<String>();
        var oneEach = all.stream().allMatch(event -> subjects.add(event.subject()));
        var wanted = all.stream().filter(event -> event.type().equals(type)).count();
        if (!oneEach || wanted != 1 || all.size() > 1 + mail.copies()) {
            severalEnds++;
            complaints.of("have other ends than one " + type, mail.recipient() + " " + ids(all));
        }
        return wanted > 0;
    }

    private static List<String> ids(List<Told> events) {
        return events.stream().map(Told::id).toList();
    }

    private Findings findings(int submitted, int deadLetters) {
        blame.complain(complaints);
        return new Findings(
                submitted,
                delivered,
                lost,
                blame.doubled(),
                blame.allowed(),
                blame.most(),
                withoutEnd,
                severalEnds,
                secondCopies,
                deadLetters,
                complaints.sentences());
    }
}
