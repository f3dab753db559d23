package io.privatesmtp.delivery.mx;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Patterns of host or domain names as operators write them into files; {@code *} stands for anything. */
public final class HostPatterns {
    private static final String GLOB = "[a-z0-9*._-]{1,253}";

    private final Pattern pattern;

    private HostPatterns(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param at where they stand, for errors
     * @throws IllegalArgumentException that says where and names the value and the rule
     */
    public static HostPatterns of(String at, @Nullable List<String> globs) {
        if (globs == null || globs.isEmpty()) {
            throw new IllegalArgumentException(at + ": needs at least one pattern, like \"*.example.com\"");
        }
        for (String glob : globs) {
            if (glob == null || !glob.toLowerCase(Locale.ROOT).matches(GLOB)) {
                throw new IllegalArgumentException(at + " \"" + glob + "\": must be a host name, * for any part of it");
            }
        }
        return new HostPatterns(Pattern.compile(globs.stream()
                .map(glob -> glob.toLowerCase(Locale.ROOT).replace(".", "\\.").replace("*", ".*"))
                .collect(Collectors.joining("|"))));
    }

    /** @param name in lower case */
    public boolean match(String name) {
        return pattern.matcher(name).matches();
    }
}
