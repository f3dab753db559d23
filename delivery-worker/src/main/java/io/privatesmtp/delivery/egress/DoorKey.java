package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What workers of one cluster prove to each other's doors: the password is the second it was made in, a dot, and the
 * HMAC-SHA-256 (RFC 2104) over source address, target and that second. Whoever overhears one can, for a minute, have the
 * same connection made again, to the same port of the same server from the same address, and nothing else.
 */
public final class DoorKey {
    /** What a password is worth. */
    public enum Verdict {
        GOOD,
        /** Right, but not now. */
        EXPIRED,
        WRONG
    }

    /** How far the clocks of two workers may be apart, and how long a password is good. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Pattern PASSWORD = Pattern.compile("(\\d{1,12})\\.([A-Za-z0-9_-]{43})");
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_SECRET = 16;

    private final SecretKeySpec key;

    /** @param secret 16 characters or more */
    public DoorKey(String secret) {
        Require.that(secret.length() >= MIN_SECRET, "psr.egress.secret", "…", "must have 16 characters or more");
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Empty where the cluster has no secret. */
    public static Optional<DoorKey> of(EgressSettings settings) {
        return settings.secretFile()
                .map(file -> {
                    try {
                        return Files.readString(file).strip();
                    } catch (IOException e) {
                        throw new UncheckedIOException("psr.egress.secret-file cannot be read: " + file, e);
                    }
                })
                .or(settings::secret)
                .map(DoorKey::new);
    }

    public String password(String source, Endpoint target, Instant now) {
        return password(source, target, now.getEpochSecond());
    }

    private String password(String source, Endpoint target, long second) {
        String text = "psr-door-1\n" + source + "\n" + target + "\n" + second;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return second + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Verdict check(String password, String source, Endpoint target, Instant now) {
        Matcher parts = PASSWORD.matcher(password);
        if (!parts.matches()) {
            return Verdict.WRONG;
        }
        long second = Long.parseLong(parts.group(1));
        byte[] expected = password(source, target, second).getBytes(StandardCharsets.US_ASCII);
        // In constant time, and before the clock is looked at: who does not know the secret learns nothing.
        if (!MessageDigest.isEqual(expected, password.getBytes(StandardCharsets.UTF_8))) {
            return Verdict.WRONG;
        }
        return Math.abs(now.getEpochSecond() - second) <= WINDOW.toSeconds() ? Verdict.GOOD : Verdict.EXPIRED;
    }
}
