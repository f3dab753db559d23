package io.privatesmtp.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bus.Json;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What an operator's control panel asks of the services, over their REST interfaces. */
public final class Panel {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration RULE_LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final Home home;
    private final String authorization;

    public Panel(Home home) {
        this.home = home;
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString(home.operatorCredentialsLine().getBytes(UTF_8));
    }

    public void openAccount(String account, String name) {
        post("/v1/accounts", Map.of("id", account, "name", name));
    }

    /** @param kind private or shared */
    public void addAddress(String ip, String ehlo, String kind) {
        post("/v1/source-ips", Map.of("ip", ip, "ehlo", ehlo, "kind", kind));
    }

    public void buyAddress(String account, String ip) {
        post("/v1/accounts/" + account + "/source-ips", Map.of("ip", ip));
    }

    /** Opens a request as the account would, and approves it as an operator does. */
    public void route(String account, String domain, String ip) {
        var requests = "/v1/accounts/" + account + "/routing-requests";
        var request = post(requests, Map.of("ip", ip, "domains", List.of(domain), "note", "for the demonstration"));
        post(requests + "/" + request.path("id").asText() + "/approve", Map.of("reason", "ready"));
    }

    /** Returns once the worker's own table holds the domain's rule. */
    void awaitRule(String domain) {
        var watch = Stopwatch.started();
        while (send(request(Part.WORKER, "/v1/rules/" + domain).GET()).statusCode() != 200) {
            if (watch.elapsed().compareTo(RULE_LIMIT) > 0) {
                throw new Failure("The worker has no rule for " + domain + " after " + RULE_LIMIT.toSeconds()
                        + " s; its log is " + home.log(Part.WORKER) + ".");
            }
            Parallel.pause(Duration.ofMillis(50));
        }
    }

    private JsonNode post(String path, Map<String, ?> body) {
        var response = send(request(Part.PROVISIONING, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
        if (response.statusCode() != 200 && response.statusCode() != 201) {
            throw new Failure("POST " + path + " was answered with " + response.statusCode() + ": "
                    + new String(response.body(), UTF_8));
        }
        try {
            return Json.tree(response.body());
        } catch (IOException e) {
            throw new Failure("POST " + path + " was not answered with JSON.", e);
        }
    }

    private HttpRequest.Builder request(Part service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + home.port(service) + path))
                .timeout(LIMIT)
                .header("Authorization", authorization);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure("A service does not answer: " + request.build().uri() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
