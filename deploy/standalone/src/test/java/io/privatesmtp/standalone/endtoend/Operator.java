package io.privatesmtp.standalone.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bus.Json;
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

/** What an operator does, over the REST interfaces alone. */
final class Operator {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A routing request that was opened. */
    record Request(String path, String domain) {}

    /**
     * A DKIM key that was made.
     *
     * @param recordName where its domain must publish it
     * @param recordValue the text to publish there
     */
    record Key(String id, String selector, String recordName, String recordValue) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final Home home;
    private final String authorization;

    Operator(Home home) {
        this.home = home;
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString(home.operatorCredentialsLine().getBytes(UTF_8));
    }

    /** @param kind private or shared */
    void addAddress(String ip, String kind) {
        post(
                "/v1/source-ips",
                Map.of("ip", ip, "ehlo", "out-" + ip.replace('.', '-') + ".provider.test", "kind", kind));
    }

    /** Opens the account, which buys the address. */
    void openAccount(String account, String ip) {
        post("/v1/accounts", Map.of("id", account, "name", "Account " + account));
        addAddress(ip, "private");
        post("/v1/accounts/" + account + "/source-ips", Map.of("ip", ip));
    }

    Request request(String account, String domain, String ip) {
        return request(account, domain, Map.of("ip", ip, "domains", List.of(domain)));
    }

    private Request request(String account, String domain, Map<String, ?> body) {
        var requests = "/v1/accounts/" + account + "/routing-requests";
        var opened = post(requests, body);
        return new Request(requests + "/" + opened.path("id").asText(), domain);
    }

    Key makeKey(String account, String domain) {
        var made = post("/v1/accounts/" + account + "/dkim-keys", Map.of("domain", domain));
        var dns = made.path("record");
        return new Key(
                made.path("id").asText(),
                made.path("selector").asText(),
                dns.path("name").asText(),
                dns.path("value").asText());
    }

    /** Asks that the domain's mail leaves from the address, signed with the key. */
    Request request(String account, String domain, String ip, Key key) {
        var dkim = Map.of("selector", key.selector(), "keyRef", key.id());
        return request(account, domain, Map.of("ip", ip, "domains", List.of(domain), "dkim", dkim));
    }

    void approve(Request request) {
        post(request.path() + "/approve", Map.of("reason", "ready"));
    }

    void withdraw(Request request) {
        post(request.path() + "/withdraw", Map.of("reason", "no more wanted"));
    }

    /** Returns once the worker's own table holds the domain's rule, how long that took. */
    Duration awaitRule(String domain) {
        var watch = Stopwatch.started();
        while (send(to(Part.WORKER, "/v1/rules/" + domain).GET()).statusCode() != 200) {
            assertThat(watch.elapsed())
                    .as("the rule of " + domain + " at the worker")
                    .isLessThan(PATIENCE);
            Parallel.pause(Duration.ofMillis(5));
        }
        return watch.elapsed();
    }

    private JsonNode post(String path, Map<String, ?> body) {
        var response = send(to(Part.PROVISIONING, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
        assertThat(response.statusCode())
                .as(path + ": " + new String(response.body(), UTF_8))
                .isIn(200, 201);
        return Json.read(response.body(), JsonNode.class);
    }

    private HttpRequest.Builder to(Part service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + home.port(service) + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer from " + request.build().uri(), e);
        }
    }
}
