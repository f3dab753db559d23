package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;

/** One address of a rule and its share of the rule's mail (1 to 1,000). */
public record WeightedSource(String ip, int weight) {
    public WeightedSource {
        ip = Ip.canonical("sources.ip", ip);
        Require.that(weight >= 1 && weight <= 1_000, "sources.weight", weight, "must be 1 to 1,000");
    }
}
