package io.privatesmtp.standalone.faults.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that receiving hosts and the bus have shown so far. Filled by one thread. */
public final class Observed {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Told> events = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Integer> refused = new HashMap<>();

    public void add(Arrival arrival) {
        arrivals.add(arrival);
    }

    public void add(Told event) {
        events.add(event);
        if (event.terminal()) {
            ended.add(event.recipient());
        }
    }

    public void add(DeadLetter letter) {
        deadLetters.add(letter);
        refused.merge(letter.key(), 1, Integer::sum);
    }

    public List<Arrival> arrivals() {
        return arrivals;
    }

    public List<Told> events() {
        return events;
    }

    public List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** Whether all that is to be told of the mail has been. */
    public boolean isTold(Mail mail) {
        int letters = refused.getOrDefault(mail.recipient(), 0);
        return mail.ending() == Ending.DEAD_LETTER
                ? letters > 0
                : ended.contains(mail.recipient()) && letters >= mail.copies();
    }

    /** Grows whenever something was seen. */
    public int size() {
        return arrivals.size() + events.size() + deadLetters.size();
    }
}
