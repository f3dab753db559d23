package io.privatesmtp.standalone.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The directives of {@code mail.control}, asked and given as the operator whose credentials the home holds. */
public final class Directives {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final Home home;

    public Directives(Home home) {
        this.home = home;
    }

    /** All that are in force, a line each. */
    public List<String> standing() {
        var lines = new ArrayList<String>();
        try {
            Json.tree(send(request("").GET(), 200)).forEach(each -> lines.add(line(each)));
        } catch (IOException e) {
            throw new Failure("The worker did not answer with JSON.", e);
        }
        return lines;
    }

    /** @param order directive, and what else is to be said of it */
    public void give(ControlScope scope, Map<String, String> order) {
        send(
                request(path(scope))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofByteArray(Json.write(order))),
                200);
    }

    public void resume(ControlScope scope) {
        send(request(path(scope)).DELETE(), 204);
    }

    private static String path(ControlScope scope) {
        return "/"
                + URLEncoder.encode(scope.toString(), UTF_8).replace("+", "%20").replace("%2F", "/");
    }

    private static String line(JsonNode of) {
        var until = of.has("until") ? "until " + of.path("until").asText() : "";
        var reason = of.has("reason") ? ": " + of.path("reason").asText() : "";
        return "%-40s %-8s by %s %s%s"
                .formatted(
                        of.path("scope").asText(),
                        of.path("directive").asText(),
                        of.path("actor").asText("nobody named"),
                        until,
                        reason)
                .stripTrailing();
    }

    private HttpRequest.Builder request(String path) {
        var credentials = Base64.getEncoder()
                .encodeToString(home.operatorCredentialsLine().getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + home.port(Part.WORKER) + "/v1/control" + path))
                .timeout(LIMIT)
                .header("Authorization", "Basic " + credentials);
    }

    private byte[] send(HttpRequest.Builder request, int expected) {
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != expected) {
                throw new Failure(problem(answer));
            }
            return answer.body();
        } catch (IOException e) {
            throw new Failure(
                    "No worker answers on port " + home.port(Part.WORKER)
                            + " (./psr up -d starts it, ./psr status tells).",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static String problem(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 401) {
            return "The worker does not know the operator of this PSR_HOME.";
        }
        try {
            var detail = Json.tree(answer.body()).path("detail").asText();
            return detail.isEmpty() ? "The worker answered with " + answer.statusCode() + "." : detail;
        } catch (IOException e) {
            return "The worker answered with " + answer.statusCode() + ".";
        }
    }
}
