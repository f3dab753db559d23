package io.privatesmtp.delivery.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Name;

/**
 * Names looked up and remembered. One question is open at a time for the same name and type, however many ask it.
 */
public final class Dns {
    private record Question(Name name, int type) {}

    /**
     * A reply and the moment it must be forgotten.
     *
     * @param expires on the ticker's scale, in nanoseconds
     */
    public record Dated(DnsReply reply, long expires) {}

    private final DnsClient client;
    private final Ticker ticker;
    private final AsyncCache<Question, Dated> replies;

    public Dns(DnsSettings settings, Ticker ticker) {
        this(settings, ticker, Footprint.MOST);
    }

    /** @param memory for replies, in octets */
    Dns(DnsSettings settings, Ticker ticker, long memory) {
        this.client = new DnsClient(settings);
        this.ticker = ticker;
        this.replies = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((Question question, Dated dated) -> Footprint.of(
                        question.name(), dated.reply() instanceof DnsReply.Found found ? found.records() : List.of()))
                .ticker(ticker)
                .expireAfter(Expiry.<Question, Dated>creating((question, dated) -> until(dated.expires())))
                .buildAsync();
    }

    /**
     * @param type a record type's number, for example {@link org.xbill.DNS.Type#MX}
     * @return never fails, and is complete within the total time of the settings; not to be completed by the caller
     */
    public CompletableFuture<Dated> lookup(Name name, int type) {
        return replies.get(
                new Question(name, type),
                (question, executor) -> client.ask(name, type)
                        .thenApply(reply -> new Dated(reply, ticker.read() + TimeUnit.SECONDS.toNanos(reply.ttl()))));
    }

    private Duration until(long expires) {
        return Duration.ofNanos(Math.max(0, expires - ticker.read()));
    }
}
