package io.privatesmtp.standalone.faults.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that receiving hosts and the bus have shown so far. Filled by one thread. */
public final class Observed {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Told> events = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

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
        ended.add(letter.key());
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

    /** Whether there is a terminal event, or a dead letter, for this recipient or key. */
    public boolean hasEnded(String recipient) {
        return ended.contains(recipient);
    }

    /** Grows whenever something was seen. */
    public int size() {
        return arrivals.size() + events.size() + deadLetters.size();
    }
}
