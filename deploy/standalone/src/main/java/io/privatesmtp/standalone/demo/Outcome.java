package io.privatesmtp.standalone.demo;

import io.privatesmtp.bus.event.MailEvent;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of one recipient of a letter.
 *
 * @param events in the order in which they happened
 * @param seenAddresses from which the recipient's MX host saw the letter come
 */
record Outcome(Letter letter, String recipient, List<MailEvent> events, TreeSet<String> seenAddresses) {
    boolean isSettled() {
        return events.stream().anyMatch(MailEvent::terminal);
    }

    long terminalEvents() {
        return events.stream().filter(MailEvent::terminal).count();
    }

    boolean endsWith(String type) {
        return !events.isEmpty() && events.getLast().type().equals(type);
    }

    boolean has(String type) {
        return events.stream().anyMatch(event -> event.type().equals(type));
    }

    /** What the sockets were really bound to, according to the events. */
    TreeSet<String> boundAddresses() {
        return events.stream()
                .map(event -> event.dialogue().boundAddress())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
