package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.mx.RouteTarget;
import io.privatesmtp.delivery.smtp.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** User and password for the servers of {@code psr.routes} that want them: lines of {@code host:port user:password}. */
final class RouteLogins {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([^\\s:]+):(.+)");
    private static final String FIELD = "psr.routes.credentials";

    private final Map<RouteTarget, Login> logins;

    private RouteLogins(Map<RouteTarget, Login> logins) {
        this.logins = Map.copyOf(logins);
    }

    /**
     * @param setting {@code psr.routes.credentials}
     * @param file {@code psr.routes.credentials-file}; its lines that are empty or begin with # are skipped
     * @param port where a line gives none
     * @throws IllegalArgumentException that names the setting or the file and the line, and never what stands there
     */
    static RouteLogins of(Optional<String> setting, Optional<Path> file, int port) {
        Map<RouteTarget, Login> logins = new HashMap<>();
        setting.ifPresent(text -> read(FIELD, text, port, logins));
        file.ifPresent(path -> {
            try {
                read(path.toString(), Files.readString(path), port, logins);
            } catch (IOException e) {
                throw new IllegalArgumentException(path + ": cannot be read: " + e.getMessage(), e);
            }
        });
        return new RouteLogins(logins);
    }

    private static void read(String from, String text, int port, Map<RouteTarget, Login> logins) {
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            String bare = line.strip();
            if (bare.isEmpty() || bare.startsWith("#")) {
                continue;
            }
            String at = from + ", line " + number;
            Matcher parts = LINE.matcher(bare);
            if (!parts.matches()) {
                throw new IllegalArgumentException(at + ": must be host:port user:password");
            }
            logins.put(RouteTarget.parse(at, parts.group(1), port), new Login(parts.group(2), parts.group(3)));
        }
    }

    @Nullable
    Login of(RouteTarget route) {
        return logins.get(route);
    }
}
