package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether a part can do its work now. */
public final class Health {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final Home home;

    public Health(Home home) {
        this.home = home;
    }

    public boolean isReady(Part part) {
        return switch (part) {
            case KAFKA, POSTGRES -> Ports.accepts(home.port(part));
            default -> saysSo(home.port(part));
        };
    }

    private boolean saysSo(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(LIMIT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
