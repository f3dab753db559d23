package io.privatesmtp.delivery.dkim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands for provisioning-service: gives keys to the operator, or whatever a test makes it answer. */
public final class KeyServer implements AutoCloseable {
    public static final String OPERATOR =
            "Basic " + Base64.getEncoder().encodeToString("operator:secret".getBytes(StandardCharsets.UTF_8));

    /** Answers one call. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    public KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        calls.add(path);
        if (!OPERATOR.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status(401).to(exchange);
        } else {
            answers.getOrDefault(path, status(404)).to(exchange);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void give(String keyRef, Answer answer) {
        answers.put("/v1/dkim-keys/" + keyRef + "/private", answer);
    }

    public long calls(String keyRef) {
        return calls.stream().filter(path -> path.contains("/" + keyRef + "/")).count();
    }

    public static Answer text(String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    public static Answer status(int status) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", "/v1/dkim-keys/elsewhere/private");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
