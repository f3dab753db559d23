package io.privatesmtp.bus.submission;

import io.privatesmtp.bus.Require;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that a producer asks us to send, in its JSON form.
 *
 * @param id idempotency key; without one the record's coordinates name the message
 * @param account whose message it is, on topics that all accounts share
 * @param notBefore not sent earlier, 72 hours ahead at most
 * @param expiresAt given up afterwards, five days at most and by default
 * @param tags the producer's own words, returned in every event
 */
public record Submission(
        @Nullable String id,
        @Nullable String account,
        Envelope envelope,
        Content content,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable Priority priority,
        @Nullable OnFailure onFailure,
        Map<String, String> tags) {
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_LENGTH = 500;

    public Submission(
            @Nullable String id,
            @Nullable String account,
            @Nullable Envelope envelope,
            @Nullable Content content,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            @Nullable Priority priority,
            @Nullable OnFailure onFailure,
            @Nullable Map<String, String> tags) {
        this.id = Require.idOrNull("id", id);
        this.account = Require.accountOrNull("account", account);
        this.envelope = Require.present("envelope", envelope);
        this.content = Require.present("content", content);
        this.notBefore = notBefore;
        this.expiresAt = expiresAt;
        this.priority = priority;
        this.onFailure = onFailure;
        this.tags = tags == null ? Map.of() : checked(tags);
    }

    private static Map<String, String> checked(Map<String, String> tags) {
        Require.that(tags.size() <= MAX_TAGS, "tags", tags.size() + " tags", "must be 50 at most");
        tags.forEach((name, value) -> Require.that(
                value != null && name.length() <= MAX_TAG_LENGTH && value.length() <= MAX_TAG_LENGTH,
                "tags." + shortened(name),
                null,
                "must be a text of 500 characters at most"));
        return Map.copyOf(tags);
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) : name;
    }
}
