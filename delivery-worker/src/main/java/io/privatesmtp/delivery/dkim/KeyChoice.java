package io.privatesmtp.delivery.dkim;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.delivery.route.RuleTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides in whose name mail is signed: in that of the domain of From or of one above it (DMARC's alignment, RFC 7489
 * section 3.1.1), and never for another account than the domain's. First the rule by which the mail leaves, else the rule
 * that covers From; then what the settings add; two signatures at most, each selector once.
 */
final class KeyChoice {
    private static final int MAX = 2;

    private record Configured(@Nullable String account, List<DkimReference> keys) {}

    private final RuleTable rules;
    private final Map<String, Configured> configured = new LinkedHashMap<>();

    /** @throws io.privatesmtp.bus.ContractViolation when a setting is malformed */
    KeyChoice(RuleTable rules, Map<String, DkimSettings.DomainKeys> domains) {
        this.rules = rules;
        domains.forEach((name, keys) -> {
            String field = "psr.dkim.domains.\"" + name + "\"";
            Require.that(!keys.keys().isEmpty() && keys.keys().size() <= MAX, field + ".keys", null, "must be 1 or 2");
            configured.put(
                    DomainName.canonical(field, name),
                    new Configured(
                            Require.accountOrNull(
                                    field + ".account", keys.account().orElse(null)),
                            keys.keys().stream()
                                    .map(key -> reference(field + ".keys", key))
                                    .toList()));
        });
    }

    /**
     * @param fromDomain of the header From; null where there is none
     * @param account whose mail it is
     * @param rule by which it leaves, null where there is none
     */
    List<KeyUse> of(@Nullable String fromDomain, @Nullable String account, @Nullable String rule) {
        if (fromDomain == null) {
            return List.of();
        }
        List<KeyUse> uses = new ArrayList<>(MAX);
        RoutingRule leading = rule == null ? null : rules.exact(rule);
        if (!signs(leading, fromDomain, account)) {
            leading = rules.covering(fromDomain);
        }
        if (leading != null && signs(leading, fromDomain, account)) {
            add(uses, KeyUse.of(leading.domain(), Objects.requireNonNull(leading.dkim())));
        }
        for (String domain = fromDomain; domain != null; domain = DomainName.parent(domain)) {
            Configured found = configured.get(domain);
            if (found != null && Objects.equals(found.account, account)) {
                for (DkimReference key : found.keys) {
                    add(uses, KeyUse.of(domain, key));
                }
                break;
            }
        }
        return uses;
    }

    private static boolean signs(@Nullable RoutingRule rule, String fromDomain, @Nullable String account) {
        return rule != null
                && rule.dkim() != null
                && rule.account().equals(account)
                && (fromDomain.equals(rule.domain()) || fromDomain.endsWith("." + rule.domain()));
    }

    private static void add(List<KeyUse> uses, KeyUse use) {
        boolean known = uses.stream()
                .anyMatch(u -> u.domain().equals(use.domain()) && u.selector().equals(use.selector()));
        if (!known && uses.size() < MAX) {
            uses.add(use);
        }
    }

    private static DkimReference reference(String field, String text) {
        int colon = text.indexOf(':');
        Require.that(colon > 0, field, text, "must be selector:keyRef");
        return new DkimReference(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
}
