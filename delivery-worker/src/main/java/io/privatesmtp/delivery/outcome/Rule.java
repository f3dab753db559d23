package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule ready to use. Patterns are compiled once; one that is missing holds for every reply. */
record Rule(
        String name,
        Category category,
        boolean retry,
        @Nullable Pattern text,
        @Nullable Pattern unless,
        @Nullable Pattern code,
        @Nullable Pattern enhanced,
        Set<Stage> stages,
        @Nullable Pattern mx) {
    private static final Pattern TERM = Pattern.compile("\\{([a-z]+)}");

    /** @throws IllegalArgumentException that names file, rule and condition */
    static Rule of(String file, RuleFile.Entry entry, Map<String, String> terms) {
        String at = file + ", rule " + entry.name();
        return new Rule(
                entry.name(),
                entry.category(),
                "retry".equals(entry.outcome()),
                words(at + ", text", entry.text(), terms),
                words(at + ", unless", entry.unless(), terms),
                globs(at + ", code", entry.code(), "[0-5x][0-9x]{2}", "x", "[0-9]"),
                globs(at + ", enhanced", entry.enhanced(), "([245]|\\*)(\\.(\\d{1,3}|\\*)){2}", "*", "[0-9]+"),
                stages(at + ", stage", entry.stage()),
                globs(at + ", mx", entry.mx(), "[a-z0-9*._-]{1,253}", "*", ".*"));
    }

    /** @param words of the text, as far as they may be read */
    boolean matches(SmtpReply reply, ReplyText text, CharSequence words, @Nullable String mxHost) {
        return holds(code, "%03d".formatted(text.code()))
                && (stages.isEmpty() || stages.contains(reply.stage()))
                && (enhanced == null
                        || text.enhanced() != null
                                && holds(enhanced, text.enhanced().toString()))
                && (mx == null || mxHost != null && holds(mx, mxHost.toLowerCase(Locale.ROOT)))
                && (this.text == null || this.text.matcher(words).find())
                && (unless == null || !unless.matcher(words).find());
    }

    private static boolean holds(@Nullable Pattern pattern, String value) {
        return pattern == null || pattern.matcher(value).matches();
    }

    private static @Nullable Pattern words(String at, List<String> patterns, Map<String, String> terms) {
        if (patterns.isEmpty()) {
            return null;
        }
        String all = patterns.stream().collect(Collectors.joining("|"));
        try {
            return Pattern.compile(expanded(at, all, terms));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
        }
    }

    private static String expanded(String at, String pattern, Map<String, String> terms) {
        Matcher term = TERM.matcher(pattern);
        return term.replaceAll(found -> {
            String value = terms.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException(at + ": knows no term {" + found.group(1) + "}");
            }
            return Matcher.quoteReplacement(expanded(at, value, terms));
        });
    }

    private static @Nullable Pattern globs(String at, List<String> globs, String form, String wild, String any) {
        if (globs.isEmpty()) {
            return null;
        }
        for (String glob : globs) {
            if (!glob.toLowerCase(Locale.ROOT).matches(form)) {
                throw new IllegalArgumentException(at + " \"" + glob + "\": is not of the form " + form);
            }
        }
        return Pattern.compile(globs.stream()
                .map(glob -> glob.toLowerCase(Locale.ROOT).replace(".", "\\.").replace(wild, any))
                .collect(Collectors.joining("|")));
    }

    private static Set<Stage> stages(String at, List<String> names) {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String name : names) {
            try {
                stages.add(Stage.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(at + " \"" + name + "\": is no stage", e);
            }
        }
        return stages;
    }
}
