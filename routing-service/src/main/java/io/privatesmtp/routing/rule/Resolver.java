package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.Rendezvous;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.routing.rule.Resolution.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Picks the source address as workers do: the exact domain's rule, else that of the nearest parent that includes its
 * subdomains; a rule is for its own account alone; without a rule, the shared address that the sender domain falls on.
 */
final class Resolver {
    /** @param at the moment whose rules count */
    record Question(@Nullable String account, String sender, String senderDomain, Instant at) {}

    private final Map<String, List<RulePeriod>> histories;
    private final Map<String, SourceAddress> sources;
    private final Map<String, AccountEntry> accounts;

    /**
     * @param sources every address that a rule may name, and every shared one, as they are now
     */
    Resolver(
            Map<String, List<RulePeriod>> histories,
            Map<String, SourceAddress> sources,
            Map<String, AccountEntry> accounts) {
        this.histories = histories;
        this.sources = sources;
        this.accounts = accounts;
    }

    /** The domain and its parents: the domains whose rules may cover it, the nearest first. */
    static List<String> candidates(String senderDomain) {
        List<String> domains = new ArrayList<>();
        for (String domain = senderDomain; domain != null; domain = DomainName.parent(domain)) {
            domains.add(domain);
        }
        return domains;
    }

    Resolution resolve(Question question) {
        RoutingRule rule = covering(question.senderDomain(), question.at());
        if (rule != null && question.account() != null && !rule.account().equals(question.account())) {
            return refused(
                    question, rule, "Refused: " + question.senderDomain() + " is under a rule of another account.");
        }
        String account = rule == null ? question.account() : (String) rule.account();
        AccountEntry entry = account == null ? null : accounts.get(account);
        if (account != null && entry == null) {
            return refused(question, rule, "Refused: there is no account \"" + account + "\".");
        }
        if (entry != null && entry.state() == AccountState.CLOSED) {
            return refused(question, rule, "Bounces: account " + account + " is closed.");
        }
        Resolution resolution = rule == null ? shared(question) : byRule(question, rule);
        return entry != null && entry.state() == AccountState.SUSPENDED ? suspended(resolution) : resolution;
    }

    private @Nullable RoutingRule covering(String senderDomain, Instant at) {
        for (String domain : candidates(senderDomain)) {
            for (RulePeriod period : histories.getOrDefault(domain, List.of()).reversed()) {
                boolean reaches = domain.equals(senderDomain) || period.rule().includeSubdomains();
                if (period.contains(at) && reaches) {
                    return period.rule();
                }
            }
        }
        return null;
    }

    private Resolution byRule(Question question, RoutingRule rule) {
        List<String> usable = rule.sources().stream()
                .map(WeightedSource::ip)
                .filter(ip -> usable(sources.get(ip)))
                .toList();
        String by = "The rule of " + rule.domain() + " (version " + rule.version() + ")";
        if (!usable.isEmpty()) {
            String one = usable.size() == 1 ? usable.getFirst() : null;
            String from = one == null ? "from one of " + String.join(", ", usable) : "from " + one;
            return Resolution.of(
                    question, Reason.PRIVATE, rule, usable, one, by + " sends it " + from + " and from no other.");
        }
        return switch (rule.whenUnusable()) {
            case HOLD ->
                Resolution.of(
                        question,
                        Reason.PRIVATE,
                        rule,
                        List.of(),
                        null,
                        by + " has no usable address now: it is held for up to " + rule.holdFor() + ".");
            case FAIL ->
                Resolution.of(
                        question,
                        Reason.PRIVATE,
                        rule,
                        List.of(),
                        null,
                        by + " has no usable address now: it bounces.");
            case SHARED -> {
                String ip = sharedAddress(question.senderDomain());
                yield Resolution.of(
                        question,
                        Reason.FALLBACK,
                        rule,
                        ip == null ? List.of() : List.of(ip),
                        ip,
                        by + " has no usable address now and lets it leave by " + named(ip) + ".");
            }
        };
    }

    private Resolution shared(Question question) {
        String ip = sharedAddress(question.senderDomain());
        return Resolution.of(
                question,
                Reason.SHARED,
                null,
                ip == null ? List.of() : List.of(ip),
                ip,
                "No rule covers " + question.senderDomain() + ": it leaves by " + named(ip) + ".");
    }

    private @Nullable String sharedAddress(String senderDomain) {
        Collection<String> active = sources.values().stream()
                .filter(source -> source.kind() == SourceKind.SHARED && usable(source))
                .map(SourceAddress::ip)
                .toList();
        return Rendezvous.pick(senderDomain, active);
    }

    private static boolean usable(@Nullable SourceAddress source) {
        return source != null && source.state().usable();
    }

    private static String named(@Nullable String ip) {
        return ip == null ? "a shared address once one is usable" : "the shared address " + ip;
    }

    private static Resolution refused(Question question, @Nullable RoutingRule rule, String explanation) {
        return Resolution.of(question, Reason.REFUSED, rule, List.of(), null, explanation);
    }

    private static Resolution suspended(Resolution r) {
        String explanation =
                "Held while account " + Objects.requireNonNull(r.account()) + " is suspended. Then: " + r.explanation();
        return new Resolution(
                r.sender(),
                r.senderDomain(),
                r.account(),
                r.reason(),
                r.rule(),
                r.ruleVersion(),
                r.sourceIps(),
                r.sourceIp(),
                explanation);
    }
}
