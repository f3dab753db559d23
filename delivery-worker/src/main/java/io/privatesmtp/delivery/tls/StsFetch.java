package io.privatesmtp.delivery.tls;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.DnsReply;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Gets a domain's policy over HTTPS (RFC 8461 section 3.3): from a vetted address, with a certificate that names the policy
 * host; no redirects, {@value #MAX_BYTES} octets and some seconds at most.
 */
final class StsFetch {
    static final int MAX_BYTES = 64 * 1024;

    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final int OK = 200;

    private final Vertx vertx;
    private final Dns dns;
    private final AddressVetting vetting;
    private final HttpClient client;
    private final int port;
    private final Duration longest;

    /**
     * @param trust the authorities; null for the JDK's
     * @param port 443 but in tests
     * @param longest that a fetch may take in all
     */
    StsFetch(Vertx vertx, Dns dns, AddressVetting vetting, @Nullable TrustOptions trust, int port, Duration longest) {
        this.vertx = vertx;
        this.dns = dns;
        this.vetting = vetting;
        this.port = port;
        this.longest = longest;
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setForceSni(true)
                .setKeepAlive(false)
                .setConnectTimeout(Math.toIntExact(longest.toMillis()))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        this.client = vertx.createHttpClient(options);
    }

    /** The text of the policy; fails, with a sentence, where there is none to be had in time. */
    Future<String> fetch(String domain) {
        String host = "mta-sts." + domain;
        Promise<String> text = Promise.promise();
        long timer = vertx.setTimer(longest.toMillis(), id -> text.tryFail("no policy within " + longest));
        address(host)
                .compose(address -> request(host, address))
                .compose(request -> {
                    // What comes too late, or drop by drop, is cut off.
                    text.future().onFailure(e -> request.reset());
                    return request.send();
                })
                .compose(StsFetch::body)
                .onComplete(result -> {
                    if (result.succeeded()) {
                        text.tryComplete(result.result());
                    } else {
                        text.tryFail(result.cause());
                    }
                });
        return text.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<HttpClientRequest> request(String host, InetAddress address) {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(host)
                .setPort(port)
                .setServer(SocketAddress.inetSocketAddress(port, Ip.text(address)))
                .setURI(PATH)
                .setSsl(true)
                .setFollowRedirects(false));
    }

    private static Future<String> body(HttpClientResponse response) {
        String type = String.valueOf(response.getHeader("content-type")).toLowerCase(Locale.ROOT);
        if (response.statusCode() != OK || !type.startsWith("text/plain")) {
            response.request().reset();
            return Future.failedFuture("the policy host answers " + response.statusCode() + ", " + type);
        }
        Promise<String> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(piece -> {
            if (read.length() + piece.length() > MAX_BYTES) {
                body.tryFail("the policy is larger than " + MAX_BYTES + " octets");
                response.request().reset();
            } else {
                read.appendBuffer(piece);
            }
        });
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(read.toString(StandardCharsets.UTF_8)));
        return body.future();
    }

    /** IPv4 first: the host may well have no way out by IPv6. */
    private Future<InetAddress> address(String host) {
        Name name = Name.fromConstantString(host + ".");
        return Future.fromCompletionStage(dns.lookup(name, Type.A).thenCompose(a -> {
                    List<InetAddress> found = usable(a.reply());
                    return found.isEmpty()
                            ? dns.lookup(name, Type.AAAA).thenApply(aaaa -> usable(aaaa.reply()))
                            : CompletableFuture.completedFuture(found);
                }))
                .compose(all -> all.isEmpty()
                        ? Future.failedFuture(host + " has no address that may be dialled")
                        : Future.succeededFuture(all.getFirst()));
    }

    private List<InetAddress> usable(DnsReply reply) {
        List<InetAddress> usable = new ArrayList<>();
        if (reply instanceof DnsReply.Found found) {
            for (Record record : found.records()) {
                InetAddress address = record instanceof ARecord a
                        ? a.getAddress()
                        : record instanceof AAAARecord aaaa ? aaaa.getAddress() : null;
                if (address != null && vetting.allows(address)) {
                    usable.add(address);
                }
            }
        }
        return usable;
    }
}
