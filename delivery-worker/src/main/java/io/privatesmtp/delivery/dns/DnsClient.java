package io.privatesmtp.delivery.dns;

import io.privatesmtp.delivery.dns.DnsMessageReader.Reading;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * Asks name servers, one after the other until one answers; TCP follows a truncated answer (RFC 7766). Every question
 * ends within the total time, always with a reply.
 */
final class DnsClient {
    private static final int ROUNDS = 2;
    private static final int MAX_TEXT = 200;

    private final List<SimpleResolver> servers;
    private final DnsSettings settings;
    private final Turnstile turnstile;
    /** The server that answered last is asked first, so that one that is down costs its time out only once. */
    private volatile int preferred;

    DnsClient(DnsSettings settings) {
        this.settings = settings;
        this.turnstile = new Turnstile(settings.concurrent());
        this.servers = settings.servers().stream()
                .map(address -> {
                    SimpleResolver server = new SimpleResolver(address);
                    server.setTimeout(settings.attempt());
                    return server;
                })
                .toList();
    }

    CompletableFuture<DnsReply> ask(Name name, int type) {
        return turnstile
                .enter(() -> askAll(name, type, 0, Long.MAX_VALUE))
                .completeOnTimeout(
                        new DnsReply.Failed("no answer about " + name + " within " + settings.total()),
                        settings.total().toNanos(),
                        TimeUnit.NANOSECONDS)
                .exceptionally(e -> new DnsReply.Failed("no answer about " + name + ": " + cause(e)));
    }

    private CompletableFuture<DnsReply> askAll(Name name, int type, int aliases, long ttl) {
        return askOne(name, type, preferred, 0).thenCompose(response -> {
            Reading reading = DnsMessageReader.read(response, name, type, aliases, ttl);
            DnsReply reply = reading.reply();
            return reply == null
                    ? askAll(reading.next(), type, reading.aliases(), reading.ttl())
                    : CompletableFuture.completedFuture(reply);
        });
    }

    private CompletableFuture<Message> askOne(Name name, int type, int first, int attempt) {
        int server = (first + attempt) % servers.size();
        CompletionStage<Message> sent =
                servers.get(server).sendAsync(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
        return sent.toCompletableFuture()
                .handle((response, failure) -> {
                    if (failure != null) {
                        return attempt + 1 < ROUNDS * servers.size()
                                ? askOne(name, type, first, attempt + 1)
                                : CompletableFuture.<Message>failedFuture(failure);
                    }
                    if (!isAnswer(response) && attempt + 1 < servers.size()) {
                        return askOne(name, type, first, attempt + 1);
                    }
                    preferred = server;
                    return CompletableFuture.completedFuture(response);
                })
                .thenCompose(next -> next);
    }

    private static boolean isAnswer(Message response) {
        int rcode = response.getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
    }

    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return text.substring(0, Math.min(text.length(), MAX_TEXT)).replaceAll("\\p{Cntrl}", "?");
    }
}
