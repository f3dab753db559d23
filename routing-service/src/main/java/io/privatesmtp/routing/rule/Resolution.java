package io.privatesmtp.routing.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.privatesmtp.bus.routing.RoutingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which address mail of a sender leaves from, and why.
 *
 * @param account the one asked for, else the rule's own
 * @param rule the domain whose rule covers the sender, null where none does
 * @param sourceIps the addresses that are usable; where a rule has several, each message picks one of them
 * @param sourceIp the address, where it is one and the same for all mail of this sender; null too while mail waits or fails
 * @param explanation a sentence for people
 */
record Resolution(
        String sender,
        String senderDomain,
        @Nullable String account,
        Reason reason,
        @Nullable String rule,
        @Nullable Long ruleVersion,
        List<String> sourceIps,
        @Nullable String sourceIp,
        String explanation) {
    /** The reasons of delivery events, and one for mail that does not leave at all. */
    enum Reason {
        @JsonProperty("private")
        PRIVATE,
        @JsonProperty("shared")
        SHARED,
        @JsonProperty("fallback")
        FALLBACK,
        @JsonProperty("refused")
        REFUSED
    }

    static Resolution of(
            Resolver.Question question,
            Reason reason,
            @Nullable RoutingRule rule,
            List<String> sourceIps,
            @Nullable String sourceIp,
            String explanation) {
        String account = question.account() == null && rule != null ? rule.account() : question.account();
        return new Resolution(
                question.sender(),
                question.senderDomain(),
                account,
                reason,
                rule == null ? null : rule.domain(),
                rule == null ? null : (Long) rule.version(),
                sourceIps,
                sourceIp,
                explanation);
    }
}
