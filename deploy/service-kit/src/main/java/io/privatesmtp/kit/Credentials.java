package io.privatesmtp.kit;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the REST interfaces with a password. {@code psr.operator.credentials} holds one operator's
 * {@code user:password}; the file of {@code psr.operator.credentials-file} holds a line each: {@code user:password} for an
 * operator, {@code user:password:account} for somebody who acts for that account alone.
 */
@ApplicationScoped
public class Credentials {
    /** A caller who gave the right password; {@code account} is null for operators. */
    public record Caller(String user, @Nullable String account) {}

    private record Entry(
            String user, byte[] password, @Nullable String account) {}

    private final List<Entry> entries;

    Credentials(
            @ConfigProperty(name = "psr.operator.credentials") Optional<String> inline,
            @ConfigProperty(name = "psr.operator.credentials-file") Optional<Path> file)
            throws IOException {
        List<String> lines = new ArrayList<>();
        inline.ifPresent(lines::add);
        if (file.isPresent()) {
            lines.addAll(Files.readAllLines(file.get()));
        }
        this.entries = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Credentials::entry)
                .toList();
    }

    private static Entry entry(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(
                    "psr.operator.credentials: a line must be user:password or user:password:account");
        }
        return new Entry(parts[0], parts[1].getBytes(StandardCharsets.UTF_8), parts.length == 3 ? parts[2] : null);
    }

    /** The caller with this password, or null. Takes the same time whichever byte of a password is wrong. */
    public @Nullable Caller find(String user, char[] password) {
        byte[] given = new String(password).getBytes(StandardCharsets.UTF_8);
        Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.password, given) && entry.user.equals(user)) {
                found = new Caller(entry.user, entry.account);
            }
        }
        return found;
    }

    /** The Authorization header of the first operator, for calls from one service to another; null where there is none. */
    public @Nullable String ofOperator() {
        for (Entry entry : entries) {
            if (entry.account == null) {
                String pair = entry.user + ":" + new String(entry.password, StandardCharsets.UTF_8);
                return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            }
        }
        return null;
    }
}
