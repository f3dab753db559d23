package io.privatesmtp.delivery.mx;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.Dns.Dated;
import io.privatesmtp.delivery.dns.DnsReply;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.MxOrder.Mx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Finds the hosts that take mail for a domain (RFC 5321 section 5.1): its MX records, or the domain itself when it has
 * none; null MX (RFC 7505); address literals. Every address is vetted. Answers are remembered as long as their records
 * say, for {@value #MAX_ANSWERS} domains.
 */
public final class MxResolver {
    private static final long MAX_ANSWERS = 100_000;
    private static final int MAX_DOMAIN = 255;
    private static final String V6_TAG = "[IPv6:";

    /** @param itself whether its own addresses are wanted, whatever its MX records say */
    private record Key(String domain, Family family, boolean itself) {}

    private final Dns dns;
    private final AddressVetting vetting;
    private final RandomGenerator random;
    private final Ticker ticker;
    private final Duration total;
    private final AsyncCache<Key, KnownAnswer> answers;

    /** @param random draws the order of equals; used by many threads at a time */
    public MxResolver(DnsSettings settings, AddressVetting vetting, RandomGenerator random) {
        this(settings, vetting, random, Ticker.systemTicker());
    }

    MxResolver(DnsSettings settings, AddressVetting vetting, RandomGenerator random, Ticker ticker) {
        this.dns = new Dns(settings, ticker);
        this.vetting = vetting;
        this.random = random;
        this.ticker = ticker;
        this.total = settings.total();
        this.answers = Caffeine.newBuilder()
                .maximumSize(MAX_ANSWERS)
                .ticker(ticker)
                .expireAfter(Expiry.<Key, KnownAnswer>creating((key, known) -> until(known.expires())))
                .buildAsync();
    }

    /**
     * @param domain the part of an address after the at sign, best in canonical spelling, or an address literal
     * @param family of the address that the mail leaves from
     * @return complete already when the answer is remembered, else within the total time, by any thread; never fails
     */
    public CompletionStage<MxAnswer> resolve(String domain, Family family) {
        return resolve(domain, family, false);
    }

    /** The same for a host that the operator names: its own addresses, vetted like all others. */
    public CompletionStage<MxAnswer> resolveHost(String host, Family family) {
        return resolve(host, family, true);
    }

    private CompletionStage<MxAnswer> resolve(String domain, Family family, boolean itself) {
        if (domain.length() > MAX_DOMAIN) {
            return CompletableFuture.completedStage(new MxAnswer.NoSuchDomain(domain.substring(0, MAX_DOMAIN) + "…"));
        }
        CompletableFuture<KnownAnswer> known =
                answers.get(new Key(domain, family, itself), (key, executor) -> look(key));
        return known.isDone()
                ? known.join().stage(random)
                : known.thenApply(answer -> answer.answer(random)).minimalCompletionStage();
    }

    private CompletableFuture<KnownAnswer> look(Key key) {
        String domain = key.domain();
        Family family = key.family();
        if (domain.startsWith("[")) {
            return CompletableFuture.completedFuture(literal(domain, family));
        }
        String canonical = DomainName.canonicalOrNull(domain);
        if (canonical == null) {
            return CompletableFuture.completedFuture(
                    forGood(new MxAnswer.NoSuchDomain(ContractViolation.shown(domain))));
        }
        Name name = Name.fromConstantString(canonical + ".");
        CompletableFuture<KnownAnswer> found = key.itself()
                ? addresses(canonical, family, List.of(new Mx(name, 0)), ticker.read() + TimeUnit.DAYS.toNanos(1))
                : dns.lookup(name, Type.MX).thenCompose(mx -> answer(canonical, name, family, mx));
        return found.completeOnTimeout(
                        temporary("No mail server of " + canonical + " was found within " + total.toSeconds() + " s"),
                        total.toNanos(),
                        TimeUnit.NANOSECONDS)
                .exceptionally(e -> temporary(
                        "Looking up " + canonical + " failed: " + e.getClass().getSimpleName()));
    }

    private CompletableFuture<KnownAnswer> answer(String domain, Name name, Family family, Dated mx) {
        return switch (mx.reply()) {
            case DnsReply.Found found -> {
                List<Mx> hosts = MxOrder.toLookUp(found.records(), random);
                yield hosts.isEmpty()
                        ? CompletableFuture.completedFuture(new KnownAnswer(new MxAnswer.NullMx(domain), mx.expires()))
                        : addresses(domain, family, hosts, mx.expires());
            }
            // The implicit MX: the domain's own address, as a host of preference 0.
            case DnsReply.NoData noData -> addresses(domain, family, List.of(new Mx(name, 0)), mx.expires());
            case DnsReply.NoName noName ->
                CompletableFuture.completedFuture(new KnownAnswer(new MxAnswer.NoSuchDomain(domain), mx.expires()));
            case DnsReply.Failed failed ->
                CompletableFuture.completedFuture(
                        new KnownAnswer(new MxAnswer.TemporaryFailure(domain + ": " + failed.text()), mx.expires()));
        };
    }

    private CompletableFuture<KnownAnswer> addresses(String domain, Family family, List<Mx> hosts, long expires) {
        List<CompletableFuture<Dated>> lookups = hosts.stream()
                .map(host -> dns.lookup(host.host(), family.recordType()))
                .toList();
        return CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    HostLookup lookup = new HostLookup(domain, family, vetting, random);
                    long earliest = expires;
                    for (int i = 0; i < hosts.size(); i++) {
                        Dated dated = lookups.get(i).join();
                        lookup.add(
                                hosts.get(i).host().toString(true), hosts.get(i).preference(), dated.reply());
                        earliest = dated.expires() - earliest < 0 ? dated.expires() : earliest;
                    }
                    return new KnownAnswer(lookup.answer(), earliest);
                });
    }

    /** RFC 5321 section 4.1.3. */
    private KnownAnswer literal(String literal, Family family) {
        boolean v6 = literal.regionMatches(true, 0, V6_TAG, 0, V6_TAG.length());
        int start = v6 ? V6_TAG.length() : 1;
        try {
            InetAddress address = Ip.parse("domain", literal.substring(start, Math.max(start, literal.length() - 1)));
            if (literal.endsWith("]") && v6 == (Family.of(address) == Family.V6)) {
                HostLookup lookup = new HostLookup(literal, family, vetting, random);
                if (Family.of(address) == family) {
                    lookup.add(literal, 0, List.of(address));
                }
                return forGood(lookup.answer());
            }
        } catch (ContractViolation e) {
            // It names no address: see below.
        }
        return forGood(new MxAnswer.NoSuchDomain(ContractViolation.shown(literal)));
    }

    private KnownAnswer forGood(MxAnswer answer) {
        return new KnownAnswer(answer, ticker.read() + TimeUnit.DAYS.toNanos(1));
    }

    private KnownAnswer temporary(String text) {
        return new KnownAnswer(new MxAnswer.TemporaryFailure(text), ticker.read());
    }

    private Duration until(long expires) {
        return Duration.ofNanos(Math.max(0, expires - ticker.read()));
    }
}
