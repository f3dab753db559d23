package io.privatesmtp.standalone.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outcomes for people: a line each. */
final class Table {
    private static final String ROW = "%-12s %-5s %-13s %-23s %-14s %s%n";

    private Table() {}

    static String of(List<Outcome> outcomes) {
        var text = new StringBuilder();
        text.append(ROW.formatted("message", "form", "sender domain", "recipient", "seen from", "events"));
        outcomes.forEach(outcome -> text.append(row(outcome)));
        return text.toString();
    }

    private static String row(Outcome outcome) {
        var letter = outcome.letter();
        var events = outcome.events().stream()
                .map(event -> event.type().replaceFirst("^mail\\.", ""))
                .collect(Collectors.joining(", "));
        var seen = outcome.seenAddresses().isEmpty() ? "-" : String.join(" ", outcome.seenAddresses());
        var form = letter.form().name().toLowerCase(Locale.ROOT);
        return ROW.formatted(letter.id(), form, letter.senderDomain(), outcome.recipient(), seen, events);
    }
}
