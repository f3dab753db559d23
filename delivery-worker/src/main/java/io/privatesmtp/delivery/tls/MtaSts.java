package io.privatesmtp.delivery.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The MTA-STS policies of recipient domains (RFC 8461), remembered for as long as they say. Mail waits only for the first policy of
 * a domain; later ones are fetched beside it, and until that succeeds the one that is known goes on.
 */
public final class MtaSts implements StsPolicies {
    private static final Logger LOG = Logger.getLogger(MtaSts.class);
    private static final long MAX_POLICIES = 100_000;
    private static final int MAX_FETCHES = 64;
    /** Mail waits for it, and goes without a policy then. */
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(10);
    /** A policy that says less is fetched no more often than this all the same. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** After a fetch that failed, until the next one for the same id (RFC 8461 section 3.3 names five minutes). */
    private static final Duration PAUSE = Duration.ofMinutes(5);
    /** A known policy is fetched again after a day, so that it does not come to its end (RFC 8461 section 3.3). */
    private static final Duration RENEWAL = Duration.ofDays(1);

    private record Known(String id, StsPolicy policy, long since) {}

    private record Wanted(String domain, String id) {}

    private final Dns dns;
    private final StsFetch fetch;
    private final Ticker ticker;
    private final Cache<String, Known> known;
    private final Cache<Wanted, CompletableFuture<StsPolicy>> fetches;
    private final AtomicInteger underWay = new AtomicInteger();

    MtaSts(Dns dns, StsFetch fetch, Ticker ticker) {
        this.dns = dns;
        this.fetch = fetch;
        this.ticker = ticker;
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_POLICIES)
                .ticker(ticker)
                .expireAfter(Expiry.<String, Known>writing((domain, is) -> lifetime(is.policy())))
                .build();
        this.fetches = Caffeine.newBuilder()
                .maximumSize(MAX_POLICIES)
                .ticker(ticker)
                .expireAfterWrite(PAUSE)
                .build();
    }

    /**
     * @param trust the authorities for policy hosts; null for the JDK's
     * @param port of policy hosts; 443 but in tests
     */
    public static StsPolicies over(
            Vertx vertx, DnsSettings settings, AddressVetting vetting, @Nullable TrustOptions trust, int port) {
        Dns dns = new Dns(settings, Ticker.systemTicker());
        return new MtaSts(dns, new StsFetch(vertx, dns, vetting, trust, port, LONGEST_FETCH), Ticker.systemTicker());
    }

    private static Duration lifetime(StsPolicy policy) {
        return policy.maxAge().compareTo(SHORTEST) < 0 ? SHORTEST : policy.maxAge();
    }

    @Override
    public CompletionStage<StsPolicy> of(String recipientDomain) {
        String domain = DomainName.canonicalOrNull(recipientDomain);
        Name name = domain == null ? null : name(domain);
        return domain == null || name == null
                ? CompletableFuture.completedFuture(StsPolicy.ABSENT)
                : dns.lookup(name, Type.TXT)
                        .thenCompose(txt -> policy(domain, StsRecord.id(txt.reply())))
                        .exceptionally(e -> StsPolicy.ABSENT);
    }

    private static @Nullable Name name(String domain) {
        try {
            return Name.fromString("_mta-sts." + domain + '.');
        } catch (TextParseException e) {
            // Too long for a name: it cannot have a record.
            return null;
        }
    }

    private CompletionStage<StsPolicy> policy(String domain, @Nullable String id) {
        Known now = known.getIfPresent(domain);
        if (now == null) {
            return id == null ? CompletableFuture.completedFuture(StsPolicy.ABSENT) : fetched(domain, id);
        }
        if (id != null && (!id.equals(now.id()) || isOld(now))) {
            fetched(domain, id);
        }
        return CompletableFuture.completedFuture(now.policy());
    }

    private boolean isOld(Known is) {
        Duration half = lifetime(is.policy()).dividedBy(2);
        return ticker.read() - is.since() > (half.compareTo(RENEWAL) < 0 ? half : RENEWAL).toNanos();
    }

    private CompletionStage<StsPolicy> fetched(String domain, String id) {
        if (underWay.get() >= MAX_FETCHES) {
            return CompletableFuture.completedFuture(StsPolicy.ABSENT);
        }
        CompletableFuture<StsPolicy> mine = new CompletableFuture<>();
        Wanted wanted = new Wanted(domain, id);
        CompletableFuture<StsPolicy> one = fetches.get(wanted, w -> mine);
        if (one == mine) {
            underWay.incrementAndGet();
            // Whatever is thrown on this way fails the future: others may wait for it already, and would wait for ever.
            Future.succeededFuture(domain)
                    .compose(fetch::fetch)
                    .map(StsPolicy::parse)
                    .onComplete(read -> {
                        underWay.decrementAndGet();
                        StsPolicy policy = read.result();
                        if (policy == null) {
                            LOG.debugf(
                                    "no MTA-STS policy of %s: %s",
                                    domain, read.failed() ? read.cause() : "not a policy");
                            mine.complete(StsPolicy.ABSENT);
                        } else {
                            known.put(domain, new Known(id, policy, ticker.read()));
                            fetches.invalidate(wanted);
                            mine.complete(policy);
                        }
                    });
        }
        return one;
    }
}
