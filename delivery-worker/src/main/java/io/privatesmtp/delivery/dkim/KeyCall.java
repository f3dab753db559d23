package io.privatesmtp.delivery.dkim;

import io.privatesmtp.bus.Require;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks provisioning-service for a private key: {@code GET /v1/dkim-keys/{id}/private}. The answer is bounded in size and
 * time, and redirects are not followed, because the credentials would be sent along.
 */
final class KeyCall implements AutoCloseable {
    private static final int MAX_OCTETS = 16 * 1024;
    private static final int OK = 200;

    /** @param pem what it answered, of use with status 200 alone */
    record Answer(int status, String pem) {
        boolean hasKey() {
            return status == OK;
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "status " + status;
        }
    }

    private final String base;
    private final @Nullable String authorization;
    private final Duration longest;
    private final HttpClient client;

    /**
     * @param base provisioning-service's address
     * @param authorization the header of that name; null for none
     * @param longest that a call may take in all
     */
    KeyCall(URI base, @Nullable String authorization, Duration longest) {
        String scheme = String.valueOf(base.getScheme());
        Require.that(
                (scheme.equals("http") || scheme.equals("https"))
                        && base.getHost() != null
                        && base.getUserInfo() == null,
                "psr.dkim.keys-url",
                base.getUserInfo() == null ? base : "…",
                "must be http://host:port or https://host:port");
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.authorization = authorization;
        this.longest = longest;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(longest)
                .build();
    }

    /** Blocks. @throws IOException where there is no answer in time, or it is too large */
    Answer ask(String keyRef) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/v1/dkim-keys/" + keyRef + "/private"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.US_ASCII), MAX_OCTETS));
        try {
            HttpResponse<String> response = call.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + longest);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()));
        } finally {
            call.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
