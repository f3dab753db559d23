package io.privatesmtp.delivery.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One AUTH exchange (RFC 4954), by PLAIN (RFC 4616) or, where a server has only that, LOGIN. */
final class Authentication {
    private static final int GO_ON = 334;

    private final Queue<String> lines = new ArrayDeque<>();

    Authentication(Login login, Set<String> mechanisms) {
        if (mechanisms.contains("PLAIN")) {
            lines.add("AUTH PLAIN " + base64('\0' + login.user() + '\0' + login.password()));
        } else if (mechanisms.contains("LOGIN")) {
            lines.add("AUTH LOGIN");
            lines.add(base64(login.user()));
            lines.add(base64(login.password()));
        }
    }

    /** The first line, null where the server has no mechanism that we have. */
    @Nullable
    String first() {
        return lines.poll();
    }

    /** What follows the reply; null where nothing does, and the reply is the server's last word. */
    @Nullable
    String next(Reply reply) {
        return reply.code() == GO_ON ? lines.poll() : null;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
