package io.privatesmtp.standalone.faults.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long mail took from its submission to its host, in order. */
public record Latencies(List<Duration> sorted) {
    /** Of these mails, as far as they arrived: the first time counts. */
    public static Latencies of(Collection<Mail> mails, Observed observed) {
        Map<String, Arrival> first = new HashMap<>();
        observed.arrivals().forEach(arrival -> first.putIfAbsent(arrival.recipient(), arrival));
        var latencies = new ArrayList<Duration>();
        for (var mail : mails) {
            var arrival = first.get(mail.recipient());
            if (arrival != null) {
                latencies.add(Duration.between(mail.submittedAt(), arrival.at()));
            }
        }
        return new Latencies(latencies.stream().sorted().toList());
    }

    /** So many of a hundred took no longer. */
    public Duration percentile(int percent) {
        if (sorted.isEmpty()) {
            throw new IllegalStateException("nothing arrived");
        }
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }
}
