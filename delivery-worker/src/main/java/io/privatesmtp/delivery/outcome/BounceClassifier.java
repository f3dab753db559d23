package io.privatesmtp.delivery.outcome;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says what a refusal means. In order: the operator's rules, the shipped ones, the enhanced code (RFC 3463), the shipped
 * rules for words that say little, the reply code with its stage. Safe for use by several threads.
 */
public final class BounceClassifier {
    private static final String SHIPPED = "/bounce-rules.yaml";
    /** What it takes to read a reply: honest ones take a quarter at most. */
    private static final int MOST_EFFORT = 1_000_000;
    /** What it takes to read all that a host says within a minute: some tenths of a second. */
    private static final long MOST_EFFORT_PER_HOST = 100_000_000;

    private final List<Rule> rules;
    private final List<Rule> fallback;
    /** A campaign to dead addresses gets the same answer thousands of times. */
    private final Cache<Question, Classification> known =
            Caffeine.newBuilder().maximumSize(2_000).build();

    private final Cache<String, AtomicLong> spentOnHosts = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private BounceClassifier(List<Rule> rules, List<Rule> fallback) {
        this.rules = List.copyOf(rules);
        this.fallback = List.copyOf(fallback);
    }

    /** With the rules that come with this program. */
    public static BounceClassifier standard() {
        return of(List.of());
    }

    /**
     * With an operator's rules before the shipped ones; they may use the shipped terms.
     *
     * @throws IllegalArgumentException that names the file, the rule and what is wrong
     */
    public static BounceClassifier with(Path operatorFile) {
        try {
            String name = operatorFile.toString();
            return of(List.of(new Source(name, RuleFile.read(name, Files.readAllBytes(operatorFile)))));
        } catch (IOException e) {
            throw new IllegalArgumentException(operatorFile + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A reply that takes too long to read, and all of a host that had many of them read within a minute, are read by their
     * codes alone.
     *
     * @param mxHost the host that said it, null where none was asked
     */
    public Classification classify(SmtpReply reply, @Nullable String mxHost) {
        Question question = new Question(ReplyText.of(reply), reply.stage(), mxHost);
        return known.get(question, asked -> answer(reply, asked));
    }

    /** All that rules can ask of a reply. */
    private record Question(
            ReplyText text, Stage stage, @Nullable String mxHost) {}

    private Classification answer(SmtpReply reply, Question question) {
        ReplyText text = question.text();
        String mxHost = question.mxHost();
        if (reply.code() == 0) {
            return ours(text);
        }
        AtomicLong spent = mxHost == null ? new AtomicLong() : spentOnHosts.get(mxHost, host -> new AtomicLong());
        Effort words = new Effort(text.words(), spent.get() < MOST_EFFORT_PER_HOST ? MOST_EFFORT : 0);
        try {
            return read(reply, text, words, mxHost);
        } finally {
            spent.addAndGet(words.spent());
        }
    }

    private Classification read(SmtpReply reply, ReplyText text, Effort words, @Nullable String mxHost) {
        boolean transientFailure = !reply.permanentNegative();
        Rule rule = first(rules, reply, text, words, mxHost);
        if (rule != null) {
            return Classification.of(rule.category(), transientFailure || rule.retry(), rule.name());
        }
        Category byStatus = text.enhanced() == null ? null : StatusTable.of(text.enhanced());
        if (byStatus != null) {
            return Classification.of(byStatus, transientFailure, "enhanced " + text.enhanced());
        }
        Rule weak = first(fallback, reply, text, words, mxHost);
        if (weak != null) {
            return Classification.of(weak.category(), transientFailure || weak.retry(), weak.name());
        }
        Category byCode = StatusTable.of(reply.code(), text.enhanced(), reply.stage());
        return Classification.of(byCode, transientFailure, "code " + reply.code());
    }

    /** No server said it: our own words are not to be read like a server's. */
    private static Classification ours(ReplyText text) {
        EnhancedStatus enhanced = text.enhanced();
        Category byStatus = enhanced == null ? null : StatusTable.of(enhanced);
        if (byStatus == Category.POLICY || byStatus == Category.AUTH_POLICY) {
            // The policy is ours: the server has not the encryption that it demands, or does not know us.
            byStatus = Category.REMOTE_SYSTEM;
        }
        return Classification.of(byStatus == null ? Category.NETWORK : byStatus, true, "no reply");
    }

    private static @Nullable Rule first(
            List<Rule> rules, SmtpReply reply, ReplyText text, Effort words, @Nullable String mxHost) {
        try {
            for (Rule rule : rules) {
                if (rule.matches(reply, text, words, mxHost)) {
                    return rule;
                }
            }
        } catch (Effort.Exhausted e) {
            return null;
        }
        return null;
    }

    private record Source(String name, RuleFile file) {}

    private static BounceClassifier of(List<Source> before) {
        List<Source> sources = new ArrayList<>(before);
        sources.add(new Source("bounce-rules.yaml", shippedFile()));
        Map<String, String> terms = new HashMap<>();
        sources.reversed().forEach(source -> terms.putAll(source.file().terms()));
        List<Rule> rules = new ArrayList<>();
        List<Rule> fallback = new ArrayList<>();
        for (Source source : sources) {
            source.file().rules().forEach(entry -> rules.add(Rule.of(source.name(), entry, terms)));
            source.file().fallback().forEach(entry -> fallback.add(Rule.of(source.name(), entry, terms)));
        }
        return new BounceClassifier(rules, fallback);
    }

    private static RuleFile shippedFile() {
        try (InputStream in = BounceClassifier.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the program");
            }
            return RuleFile.read("bounce-rules.yaml", in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
