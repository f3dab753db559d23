package io.privatesmtp.standalone.faults.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds for each mail that arrived again a fault that explains it: one between its arrivals. Where there are several it is the
 * first that may have doubled one more. A mail that arrived again without a fault, and more of them than the faults may cause
 * together, are complaints.
 */
final class Blame {
    private record Doubled(String recipient, Instant arrived, Instant again) {}

    private final List<Fault> faults;
    private final List<Doubled> open = new ArrayList<>();
    private final int[] doubled;
    /** For each fault one of the mails, so that the logs can be searched for it. */
    private final Doubled[] examples;

    private final List<String> unexplained = new ArrayList<>();

    Blame(List<Fault> faults) {
        this.faults = faults.stream().sorted(Comparator.comparing(Fault::until)).toList();
        this.doubled = new int[faults.size()];
        this.examples = new Doubled[faults.size()];
    }

    void repeated(Mail mail, List<Arrival> arrived) {
        if (arrived.size() <= mail.arrivals()) {
            return;
        }
        if (mail.arrivals() == 0) {
            unexplained.add(mail.recipient());
        }
        var inOrder = arrived.stream().sorted(Comparator.comparing(Arrival::at)).toList();
        // each that was followed by one too many
        for (int i = Math.max(0, mail.arrivals() - 1); i < inOrder.size() - 1; i++) {
            open.add(new Doubled(
                    mail.recipient(), inOrder.get(i).at(), inOrder.get(i + 1).at()));
        }
    }

    /** Once every mail was looked at. */
    void settle() {
        // those that the fewest later faults explain first
        open.sort(Comparator.comparing(Doubled::again));
        for (int i = 0; i < doubled.length; i++) {
            for (var mail = open.iterator();
                    mail.hasNext() && doubled[i] < faults.get(i).mayDouble(); ) {
                var next = mail.next();
                if (faults.get(i).explains(next.arrived(), next.again())) {
                    blame(i, next);
                    mail.remove();
                }
            }
        }
        open.forEach(this::tooMany);
        open.clear();
    }

    /** All that explain it doubled as many as they may. */
    private void tooMany(Doubled mail) {
        for (int i = 0; i < doubled.length; i++) {
            if (faults.get(i).explains(mail.arrived(), mail.again())) {
                blame(i, mail);
                return;
            }
        }
        unexplained.add(mail.recipient());
    }

    private void blame(int fault, Doubled mail) {
        doubled[fault]++;
        examples[fault] = mail;
    }

    int doubled() {
        return Arrays.stream(doubled).sum() + unexplained.size();
    }

    int allowed() {
        return faults.stream().mapToInt(Fault::mayDouble).sum();
    }

    int most() {
        return Arrays.stream(doubled).max().orElse(0);
    }

    void complain(Complaints complaints) {
        for (int i = 0; i < doubled.length; i++) {
            var fault = faults.get(i);
            if (doubled[i] > fault.mayDouble()) {
                var like = examples[i];
                complaints.of(
                        "faults doubled more than they may",
                        fault.what() + " from " + fault.from() + " until " + fault.until() + ": " + doubled[i]
                                + ", at most " + fault.mayDouble() + ", like " + like.recipient() + " at "
                                + like.arrived() + " and " + like.again());
            }
        }
        unexplained.forEach(recipient -> complaints.of("arrived again without a fault", recipient));
    }
}
