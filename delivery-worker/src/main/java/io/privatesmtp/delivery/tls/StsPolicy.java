package io.privatesmtp.delivery.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a domain says about the servers that take its mail (RFC 8461 section 3.2).
 *
 * @param mx names of its hosts; {@code *.} in front stands for one label
 * @param maxAge how long it holds
 */
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {
    /** How much the domain means it. */
    public enum Mode {
        ENFORCE,
        TESTING,
        NONE
    }

    /** A domain without a policy. */
    public static final StsPolicy ABSENT = new StsPolicy(Mode.NONE, List.of(), Duration.ZERO);

    private static final Pattern FIELD = Pattern.compile("[ \\t]*([A-Za-z0-9_.-]{1,32})[ \\t]*:(.*)");
    /** No longer than a name can be, because the matcher goes as deep as there are labels. */
    private static final Pattern HOST = Pattern.compile("(?=.{1,255}$)(\\*\\.)?[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");

    private static final Pattern AGE = Pattern.compile("\\d{1,10}");
    /** About a year, which is the most that a policy may ask for. */
    private static final long LONGEST_SECONDS = 31_557_600;

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /** Null where the text is no policy. Of a field that comes twice the first counts; unknown ones are ignored. */
    static @Nullable StsPolicy parse(String text) {
        String version = null;
        String mode = null;
        String age = null;
        List<String> mx = new ArrayList<>();
        for (String line : text.split("\\r?\\n")) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                continue;
            }
            String value = field.group(2).strip();
            switch (field.group(1)) {
                case "version" -> version = version == null ? value : version;
                case "mode" -> mode = mode == null ? value : mode;
                case "max_age" -> age = age == null ? value : age;
                case "mx" -> mx.add(value.toLowerCase(Locale.ROOT));
                default -> {}
            }
        }
        if (!"STSv1".equals(version)
                || mode == null
                || age == null
                || !AGE.matcher(age).matches()) {
            return null;
        }
        return of(mode, mx, Long.parseLong(age));
    }

    private static @Nullable StsPolicy of(String text, List<String> mx, long seconds) {
        Mode mode = switch (text) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            default -> null;
        };
        boolean hosts = mx.stream().allMatch(host -> HOST.matcher(host).matches());
        if (mode == null || !hosts || mode != Mode.NONE && mx.isEmpty()) {
            return null;
        }
        return new StsPolicy(mode, mx, Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)));
    }

    /** Whether mail may go to the hosts named only, and under TLS with a valid certificate. */
    public boolean enforced() {
        return mode == Mode.ENFORCE;
    }

    /** Whether the host is one of those named (RFC 8461 section 4.1). @param host in lower case */
    public boolean names(String host) {
        int dot = host.indexOf('.');
        String wildcard = dot < 0 ? host : '*' + host.substring(dot);
        return mx.contains(host) || dot > 0 && mx.contains(wildcard);
    }
}
