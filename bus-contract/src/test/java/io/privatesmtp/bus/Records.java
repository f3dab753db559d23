package io.privatesmtp.bus;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.provisioning.AccountFact;
import io.privatesmtp.bus.provisioning.DomainFact;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.EgressPresence;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.bus.routing.Usage;
import io.privatesmtp.bus.submission.Submission;
import java.util.Map;
import java.util.TreeMap;

/** The records that stand on the bus in JSON, by the name of their files. */
public final class Records {
    public static final Map<String, Class<?>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("submission", Submission.class),
            Map.entry("mail-delivered", MailEvent.Delivered.class),
            Map.entry("mail-deferred", MailEvent.Deferred.class),
            Map.entry("mail-held", MailEvent.Held.class),
            Map.entry("mail-bounced", MailEvent.Bounced.class),
            Map.entry("routing-rule", RoutingRule.class),
            Map.entry("source-address", SourceAddress.class),
            Map.entry("account-entry", AccountEntry.class),
            Map.entry("egress-presence", EgressPresence.class),
            Map.entry("usage", Usage.class),
            Map.entry("suppression", Suppression.class),
            Map.entry("control-directive", ControlDirective.class),
            Map.entry("account-fact", AccountFact.class),
            Map.entry("source-ip-fact", SourceIpFact.class),
            Map.entry("routing-request-fact", RoutingRequestFact.class),
            Map.entry("domain-fact", DomainFact.class)));

    private Records() {}

    /** The file name of a record. */
    static String nameOf(Class<?> record) {
        return ALL.entrySet().stream()
                .filter(entry -> entry.getValue() == record)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
