package io.privatesmtp.delivery.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.privatesmtp.delivery.mx.Network;
import io.privatesmtp.internet.script.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTPS server for policies, with the certificate of mx.test and the hosts under it. */
public final class PolicyHost implements AutoCloseable {
    /** Answers a request. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpsServer server;
    private volatile Answer answer = exchange -> say(exchange, 404, "text/plain", "nothing");

    public PolicyHost() throws IOException {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            answer.to(exchange);
        });
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** From this host, whose certificate it trusts. */
    StsFetch fetch(Vertx vertx, Dns names, String allowedNetworks, Duration longest) {
        PfxOptions trust = new PfxOptions()
                .setValue(Buffer.buffer(TestCertificate.pkcs12()))
                .setPassword(TestCertificate.PASSWORD);
        AddressVetting vetting = new AddressVetting(Network.parseAll("allow", allowedNetworks));
        return new StsFetch(vertx, names, vetting, trust, port(), longest);
    }

    int requests() {
        return requests.get();
    }

    void answers(Answer now) {
        answer = now;
    }

    public void serves(String policy) {
        answers(exchange -> {
            boolean asked = exchange.getRequestURI().toString().equals("/.well-known/mta-sts.txt");
            say(exchange, asked ? 200 : 404, "text/plain; charset=utf-8", policy);
        });
    }

    static void say(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
