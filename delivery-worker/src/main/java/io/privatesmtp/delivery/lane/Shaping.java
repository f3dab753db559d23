package io.privatesmtp.delivery.lane;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which hosts are one site, and how much it is sent: the operator's entries first, then the shipped ones; a host that no
 * entry knows is a site of its own, limited as {@code psr.lane.*} says.
 */
public final class Shaping {
    private static final String SHIPPED = "/shaping.yaml";

    private static final int SITES_KNOWN = 10_000;

    private final List<ShapingRule> rules;
    private final SiteLimits defaults;
    /** By host: it is asked for with each message, and to match many patterns takes its time. */
    private final LoadingCache<String, String> sites =
            Caffeine.newBuilder().maximumSize(SITES_KNOWN).build(this::matched);

    private Shaping(List<ShapingRule> rules, SiteLimits defaults) {
        this.rules = List.copyOf(rules);
        this.defaults = defaults;
    }

    /** With the limits that come with this program. */
    public static Shaping standard(LaneSettings settings) {
        return new Shaping(shipped(SiteLimits.of(settings)), SiteLimits.of(settings));
    }

    /**
     * With an operator's entries before the shipped ones.
     *
     * @throws IllegalArgumentException that names the file, the entry and the rule
     */
    public static Shaping with(Path operatorFile, LaneSettings settings) {
        SiteLimits defaults = SiteLimits.of(settings);
        try {
            List<ShapingRule> rules =
                    new ArrayList<>(rules(operatorFile.toString(), Files.readAllBytes(operatorFile), defaults));
            rules.addAll(shipped(defaults));
            return new Shaping(rules, defaults);
        } catch (IOException e) {
            throw new IllegalArgumentException(operatorFile + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The name of the site that the host belongs to. */
    public String site(String mxHost) {
        return sites.get(mxHost.toLowerCase(Locale.ROOT));
    }

    private String matched(String host) {
        for (ShapingRule rule : rules) {
            if (rule.matches(host)) {
                return rule.name();
            }
        }
        // A host without a dot must not pass for a site of the file.
        return rules.stream().anyMatch(rule -> rule.name().equals(host)) ? host + "." : host;
    }

    /** @param site as {@link #site} named it */
    public SiteLimits limits(String site) {
        for (ShapingRule rule : rules) {
            if (rule.name().equals(site)) {
                return rule.limits();
            }
        }
        return defaults;
    }

    private static List<ShapingRule> shipped(SiteLimits defaults) {
        try (InputStream in = Shaping.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the program");
            }
            return rules("shaping.yaml", in.readAllBytes(), defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ShapingRule> rules(String file, byte[] yaml, SiteLimits defaults) {
        List<ShapingRule> rules = new ArrayList<>();
        for (ShapingFile.Entry entry : ShapingFile.read(file, yaml).sites()) {
            rules.add(ShapingRule.of(file, rules.size() + 1, entry, defaults));
        }
        return rules;
    }
}
