package io.privatesmtp.delivery.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Names looked up with DNSSEC (RFC 4035): every answer is validated here, from the root's keys down, whatever the name servers say. */
public final class SecureDns {
    private static final String ROOT_ANCHORS = "/root-anchors.zone";
    private static final long SHORTEST = 5;
    private static final long LONGEST = 86_400;
    private static final long FAILURE = 30;
    private static final int MAX_RECORDS = 100;

    private record Question(Name name, int type) {}

    private record Dated(SecureReply reply, long seconds) {}

    private final Resolver validating;
    private final Duration total;
    private final Executor executor;
    private final Clock clock;
    private final Turnstile turnstile;
    private final AsyncCache<Question, Dated> replies;

    /**
     * @param anchors DS or DNSKEY records of the root, as in a zone file
     * @param executor does the arithmetic
     * @param clock that signatures are valid by
     */
    public SecureDns(DnsSettings settings, String anchors, Executor executor, Ticker ticker, Clock clock) {
        this.total = settings.total();
        this.executor = executor;
        this.clock = clock;
        this.turnstile = new Turnstile(settings.concurrent());
        List<Resolver> servers = new ArrayList<>();
        settings.servers().forEach(address -> {
            SimpleResolver server = new SimpleResolver(address);
            server.setTimeout(settings.attempt());
            servers.add(server);
        });
        ExtendedResolver all = new ExtendedResolver(servers);
        all.setTimeout(total);
        ValidatingResolver resolver = new ValidatingResolver(all);
        try {
            resolver.loadTrustAnchors(new ByteArrayInputStream(anchors.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException("no trust anchors: " + anchors, e);
        }
        this.validating = resolver;
        this.replies = Caffeine.newBuilder()
                .maximumWeight(Footprint.MOST)
                .weigher((Question question, Dated dated) -> Footprint.of(
                        question.name(),
                        dated.reply() instanceof SecureReply.Secure secure ? secure.records() : List.of()))
                .ticker(ticker)
                .expireAfter(Expiry.<Question, Dated>creating((question, dated) -> Duration.ofSeconds(dated.seconds())))
                .buildAsync();
    }

    /**
     * @param anchors a file of them; without it, those of the DNS root
     * @throws IllegalArgumentException when the file cannot be read
     */
    public static SecureDns over(DnsSettings settings, Optional<Path> anchors, Clock clock) {
        try (InputStream shipped = SecureDns.class.getResourceAsStream(ROOT_ANCHORS)) {
            byte[] records = anchors.isPresent()
                    ? Files.readAllBytes(anchors.get())
                    : Objects.requireNonNull(shipped, ROOT_ANCHORS).readAllBytes();
            String text = new String(records, StandardCharsets.US_ASCII);
            return new SecureDns(settings, text, ForkJoinPool.commonPool(), Ticker.systemTicker(), clock);
        } catch (IOException e) {
            throw new IllegalArgumentException("psr.smtp.dnssec-anchors: cannot be read: " + e.getMessage(), e);
        }
    }

    /** Never fails, and ends within the total time of the settings. */
    public CompletableFuture<SecureReply> lookup(Name name, int type) {
        return replies.get(new Question(name, type), (question, e) -> ask(name, type))
                .thenApply(Dated::reply);
    }

    private CompletableFuture<Dated> ask(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        return turnstile
                .enter(() -> validating.sendAsync(query, executor).toCompletableFuture())
                // Before all else: what is not waited for any more shall not have its turn.
                .orTimeout(total.toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(response -> read(response, name, type))
                .exceptionally(e -> failed("no answer about " + name + why(e)));
    }

    private String why(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof TimeoutException
                ? " within " + total
                : ": " + cause.getClass().getSimpleName();
    }

    private Dated read(Message response, Name name, int type) {
        int rcode = response.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return failed(name + " cannot be validated: " + Rcode.string(rcode));
        }
        List<Record> records = response.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .limit(MAX_RECORDS)
                .toList();
        SecureReply reply = response.getHeader().getFlag(Flags.AD)
                ? new SecureReply.Secure(records, target(response, name))
                : new SecureReply.Insecure();
        return new Dated(reply, lifetime(response, records.isEmpty()));
    }

    /** In seconds: as the shortest of all that led to the answer says, and no longer than signatures last (RFC 4035 section 5.3.3). */
    private long lifetime(Message response, boolean negative) {
        long ttl = response.getSection(Section.ANSWER).stream()
                .mapToLong(Record::getTTL)
                .min()
                .orElse(LONGEST);
        long signed = Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> response.getSection(section).stream())
                .filter(RRSIGRecord.class::isInstance)
                .mapToLong(
                        signature -> clock.instant().until(((RRSIGRecord) signature).getExpire(), ChronoUnit.SECONDS))
                .min()
                .orElse(LONGEST);
        long longest = negative ? negative(response) : LONGEST;
        return Math.clamp(Math.min(ttl, signed), SHORTEST, longest);
    }

    /** Where aliases lead to; each is followed once, so that this ends. */
    private static Name target(Message response, Name name) {
        Map<Name, Name> aliases = new HashMap<>();
        for (Record record : response.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias) {
                aliases.put(alias.getName(), alias.getTarget());
            }
        }
        Name target = name;
        for (Name next = aliases.remove(target); next != null; next = aliases.remove(target)) {
            target = next;
        }
        return target;
    }

    /** RFC 2308 section 5. */
    private static long negative(Message response) {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .mapToLong(soa -> Math.min(soa.getTTL(), ((SOARecord) soa).getMinimum()))
                .map(Ttl::negative)
                .min()
                .orElse(SHORTEST);
    }

    private static Dated failed(String text) {
        return new Dated(new SecureReply.Failed(text), FAILURE);
    }
}
