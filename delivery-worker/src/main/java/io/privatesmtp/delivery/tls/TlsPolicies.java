package io.privatesmtp.delivery.tls;

import io.privatesmtp.delivery.mx.HostPatterns;
import io.privatesmtp.delivery.smtp.TlsLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the operator demands of destinations: the first entry of the policy file that matches, else the level for all. */
public final class TlsPolicies {
    private record Policy(
            @Nullable HostPatterns domains, @Nullable HostPatterns mx, TlsLevel level) {
        boolean covers(String domain, String mxHost) {
            return (domains == null || domains.match(domain)) && (mx == null || mx.match(mxHost));
        }
    }

    private final List<Policy> policies;
    private final TlsLevel others;

    private TlsPolicies(List<Policy> policies, TlsLevel others) {
        this.policies = List.copyOf(policies);
        this.others = others;
    }

    /** @throws IllegalArgumentException that names the file, the entry, the value and the rule */
    public static TlsPolicies of(TlsSettings settings) {
        List<Policy> policies = new ArrayList<>();
        settings.policyFile().ifPresent(file -> {
            for (PolicyFile.Entry entry : PolicyFile.read(file).policies()) {
                policies.add(policy(file, policies.size() + 1, entry));
            }
        });
        return new TlsPolicies(policies, settings.level());
    }

    private static Policy policy(Path file, int number, PolicyFile.@Nullable Entry entry) {
        String at = file + ", policy " + number + ", ";
        if (entry == null || entry.domains() == null && entry.mx() == null) {
            throw new IllegalArgumentException(at + "domains, mx: needs one of them, or both");
        }
        return new Policy(
                entry.domains() == null ? null : HostPatterns.of(at + "domains", entry.domains()),
                entry.mx() == null ? null : HostPatterns.of(at + "mx", entry.mx()),
                parse(at, entry.level()));
    }

    private static TlsLevel parse(String at, @Nullable String text) {
        return Arrays.stream(TlsLevel.values())
                .filter(level -> level.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(at + "level \"" + text + "\": must be one of "
                        + Arrays.stream(TlsLevel.values()).map(TlsLevel::text).collect(Collectors.joining(", "))));
    }

    /**
     * @param domain of the recipient
     * @param mxHost that takes its mail
     */
    public TlsLevel level(String domain, String mxHost) {
        return named(domain, mxHost).orElse(others);
    }

    /** The level of the entry that names the destination. */
    public Optional<TlsLevel> named(String domain, String mxHost) {
        String lowerDomain = domain.toLowerCase(Locale.ROOT);
        String lowerHost = mxHost.toLowerCase(Locale.ROOT);
        return policies.stream()
                .filter(policy -> policy.covers(lowerDomain, lowerHost))
                .map(Policy::level)
                .findFirst();
    }
}
