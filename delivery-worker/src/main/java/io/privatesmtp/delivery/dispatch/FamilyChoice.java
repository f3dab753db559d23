package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.route.SourceDecision.Leave;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Decides between an IPv4 and an IPv6 address that a message may leave from: by which its recipients can be reached. The first
 * one is taken where it does as well; recipients that only the other one reaches wait for their turn, unless that is all of them.
 */
final class FamilyChoice {
    private final Destinations destinations;
    private final BulkLookups bulkLookups;

    FamilyChoice(Destinations destinations, BulkLookups bulkLookups) {
        this.destinations = destinations;
        this.bulkLookups = bulkLookups;
    }

    CompletableFuture<Leave> between(Consignment c, Leave first, Leave other) {
        boolean bulk = c.mail().priority() == Priority.BULK;
        if (bulk && !bulkLookups.hasRoom()) {
            return CompletableFuture.completedFuture(first);
        }
        Map<String, CompletableFuture<Boolean>> byOther = new HashMap<>();
        for (Recipient recipient : c.pending()) {
            byOther.computeIfAbsent(recipient.domain(), domain -> onlyByOther(domain, family(first), family(other)));
        }
        if (bulk) {
            byOther.values().forEach(bulkLookups::add);
        }
        return CompletableFuture.allOf(byOther.values().toArray(CompletableFuture[]::new))
                .thenApply(v -> choose(c, first, other, byOther));
    }

    private CompletableFuture<Boolean> onlyByOther(String domain, Family first, Family other) {
        return destinations
                .of(domain, first)
                .thenCompose(found -> found instanceof Destination.Places
                        ? CompletableFuture.completedFuture(false)
                        : destinations.of(domain, other).thenApply(Destination.Places.class::isInstance))
                .toCompletableFuture();
    }

    private static Leave choose(
            Consignment c, Leave first, Leave other, Map<String, CompletableFuture<Boolean>> byOther) {
        Set<String> domains = new HashSet<>();
        byOther.forEach((domain, only) -> {
            if (only.join()) {
                domains.add(domain);
            }
        });
        List<Recipient> pending = c.pending();
        List<Recipient> others =
                pending.stream().filter(r -> domains.contains(r.domain())).toList();
        if (others.size() == pending.size()) {
            return other;
        }
        if (!others.isEmpty()) {
            c.park(others, Duration.ZERO);
            c.keep(pending.stream().filter(r -> !domains.contains(r.domain())).toList());
        }
        return first;
    }

    private static Family family(Leave leave) {
        return Family.of(Ip.parse("source", leave.source().ip()));
    }
}
