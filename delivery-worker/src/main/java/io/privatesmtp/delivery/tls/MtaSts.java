package io.privatesmtp.delivery.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.dns.Turnstile;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The MTA-STS policies of recipient domains (RFC 8461), remembered for as long as they say. Mail waits only for the first policy of
 * a domain; later ones are fetched beside it, and until that succeeds the one that is known goes on.
 *
 * <p>Of each domain one policy is fetched at a time, and all mail that needs it waits for that one. So many domains have their turn
 * at a time; the next ones wait in a queue, first come first served. Whoever has its turn gets an answer within seconds, and a policy
 * that cannot be had then is none: RFC 8461 section 3.3 demands that such mail goes on. But that speaks of fetches that were tried.
 * Where a crowd of other domains, whose hosts may be slow on purpose, keeps the turn from coming, mail does not go unprotected: it is
 * deferred, and its next attempt asks again. The domain keeps its place in the queue meanwhile, and has had its turn within minutes,
 * well before the mail expires. What finds the queue full is deferred as well: the queue empties as fast as the slowest hosts let it,
 * and if it never had room, the mail would bounce when it expires, like any other that cannot be delivered.
 */
public final class MtaSts implements StsPolicies {
    private static final Logger LOG = Logger.getLogger(MtaSts.class);
    private static final long MAX_FAILURES = 100_000;
    /** Octets that a policy takes without its names, and a name without its letters. */
    private static final int ENTRY = 500;

    private static final int NAME = 64;
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(10);
    /** A policy that says less is fetched no more often than this all the same. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** After a fetch that failed, until the next one for the same id (RFC 8461 section 3.3 names five minutes). */
    private static final Duration PAUSE = Duration.ofMinutes(5);
    /** A known policy is fetched again after a day, so that it does not come to its end (RFC 8461 section 3.3). */
    private static final Duration RENEWAL = Duration.ofDays(1);

    /**
     * What strangers may take.
     *
     * @param places policies that are fetched at a time
     * @param queue domains that wait for a place
     * @param patience how long mail waits for both, the place and the policy
     * @param memory for policies, in octets; those that are asked for most often are kept
     */
    record Bounds(int places, int queue, Duration patience, long memory) {
        /** The last in the queue has its turn after eleven minutes, if all others take ten seconds. */
        static final Bounds USUAL = new Bounds(64, 4_000, LONGEST_FETCH.multipliedBy(2), 32L << 20);
    }

    private record Known(String id, StsPolicy policy, long since) {}

    private record Wanted(String domain, String id) {}

    private final Dns dns;
    private final StsFetch fetch;
    private final Ticker ticker;
    private final Cache<String, Known> known;
    private final Cache<Wanted, Boolean> failed;
    private final Map<String, CompletableFuture<StsPolicy>> underWay = new ConcurrentHashMap<>();
    private final Turnstile places;
    private final Bounds bounds;

    MtaSts(Dns dns, StsFetch fetch, Ticker ticker, Bounds bounds) {
        this.bounds = bounds;
        this.places = new Turnstile(bounds.places());
        this.dns = dns;
        this.fetch = fetch;
        this.ticker = ticker;
        this.known = Caffeine.newBuilder()
                .maximumWeight(bounds.memory())
                .weigher((String domain, Known is) -> footprint(is.policy()))
                .ticker(ticker)
                .expireAfter(Expiry.<String, Known>writing((domain, is) -> lifetime(is.policy())))
                .build();
        this.failed = Caffeine.newBuilder()
                .maximumSize(MAX_FAILURES)
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
        StsFetch fetch = new StsFetch(vertx, dns, vetting, trust, port, LONGEST_FETCH);
        return new MtaSts(dns, fetch, Ticker.systemTicker(), Bounds.USUAL);
    }

    private static int footprint(StsPolicy policy) {
        return ENTRY
                + policy.mx().stream().mapToInt(name -> NAME + name.length()).sum();
    }

    private static Duration lifetime(StsPolicy policy) {
        return policy.maxAge().compareTo(SHORTEST) < 0 ? SHORTEST : policy.maxAge();
    }

    @Override
    public CompletionStage<Answer> of(String recipientDomain) {
        String domain = DomainName.canonicalOrNull(recipientDomain);
        Name name = domain == null ? null : name(domain);
        return domain == null || name == null
                ? CompletableFuture.completedFuture(Answer.NONE)
                : dns.lookup(name, Type.TXT)
                        .thenCompose(txt -> policy(domain, StsRecord.id(txt.reply())))
                        .exceptionally(e -> Answer.NONE);
    }

    private static @Nullable Name name(String domain) {
        try {
            return Name.fromString("_mta-sts." + domain + '.');
        } catch (TextParseException e) {
            // Too long for a name: it cannot have a record.
            return null;
        }
    }

    private CompletionStage<Answer> policy(String domain, @Nullable String id) {
        Known now = known.getIfPresent(domain);
        if (now == null) {
            return id == null ? CompletableFuture.completedFuture(Answer.NONE) : first(domain, id);
        }
        if (id != null && (!id.equals(now.id()) || isOld(now))) {
            fetched(domain, id);
        }
        return CompletableFuture.completedFuture(new Answer.Known(now.policy()));
    }

    private CompletionStage<Answer> first(String domain, String id) {
        Answer notYet = new Answer.NotYet("The MTA-STS policy of " + domain + " could not be asked for yet");
        CompletableFuture<StsPolicy> coming = fetched(domain, id);
        return coming == null
                ? CompletableFuture.completedFuture(notYet)
                : coming.<Answer>thenApply(Answer.Known::new)
                        .completeOnTimeout(notYet, bounds.patience().toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isOld(Known is) {
        Duration half = lifetime(is.policy()).dividedBy(2);
        return ticker.read() - is.since() > (half.compareTo(RENEWAL) < 0 ? half : RENEWAL).toNanos();
    }

    /** Absent where it cannot be had; null where the queue is full. Not to be completed by the caller. */
    private @Nullable CompletableFuture<StsPolicy> fetched(String domain, String id) {
        CompletableFuture<StsPolicy> coming = underWay.get(domain);
        if (coming != null) {
            return coming;
        }
        Wanted wanted = new Wanted(domain, id);
        if (failed.getIfPresent(wanted) != null) {
            return CompletableFuture.completedFuture(StsPolicy.ABSENT);
        }
        if (underWay.size() >= bounds.places() + bounds.queue()) {
            return null;
        }
        CompletableFuture<StsPolicy> mine = new CompletableFuture<>();
        CompletableFuture<StsPolicy> others = underWay.putIfAbsent(domain, mine);
        if (others != null) {
            return others;
        }
        places.enter(() -> Future.succeededFuture(domain)
                        .compose(fetch::fetch)
                        .map(StsPolicy::parse)
                        .toCompletionStage()
                        .toCompletableFuture())
                .whenComplete((policy, failure) -> settle(wanted, policy, failure, mine));
        return mine;
    }

    /** Known first, so that nobody asks again; and whatever happens, nobody waits for ever. */
    private void settle(
            Wanted wanted,
            @Nullable StsPolicy policy,
            @Nullable Throwable failure,
            CompletableFuture<StsPolicy> coming) {
        try {
            if (policy == null) {
                failed.put(wanted, true);
                LOG.debugf("no MTA-STS policy of %s: %s", wanted.domain(), failure == null ? "not a policy" : failure);
            } else {
                known.put(wanted.domain(), new Known(wanted.id(), policy, ticker.read()));
            }
        } finally {
            underWay.remove(wanted.domain());
            coming.complete(policy == null ? StsPolicy.ABSENT : policy);
        }
    }
}
