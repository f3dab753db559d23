package io.privatesmtp.standalone.faults.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds for each mail that arrived again the fault that explains it: the first one after its final dot. A mail that
 * arrived again without a fault, and more of them than a fault may cause, are complaints.
 */
final class Blame {
    private final List<Fault> faults;
    private final int[] doubled;
    /** For each fault one of the mails, so that the logs can be searched for it. */
    private final String[] examples;

    private final List<String> unexplained = new ArrayList<>();

    Blame(List<Fault> faults) {
        this.faults = faults.stream().sorted(Comparator.comparing(Fault::until)).toList();
        this.doubled = new int[faults.size()];
        this.examples = new String[faults.size()];
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
            blame(inOrder.get(i), inOrder.get(i + 1));
        }
    }

    private void blame(Arrival arrival, Arrival again) {
        for (int i = 0; i < faults.size(); i++) {
            if (!arrival.at().isAfter(faults.get(i).until())) {
                doubled[i]++;
                examples[i] = arrival.recipient() + " at " + arrival.at() + " and " + again.at();
                return;
            }
        }
        unexplained.add(arrival.recipient());
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
                complaints.of(
                        "faults doubled more than they may",
                        fault.what() + " until " + fault.until() + ": " + doubled[i] + ", at most " + fault.mayDouble()
                                + ", like " + examples[i]);
            }
        }
        unexplained.forEach(recipient -> complaints.of("arrived again without a fault", recipient));
    }
}
