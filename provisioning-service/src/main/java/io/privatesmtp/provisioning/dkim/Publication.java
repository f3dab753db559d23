package io.privatesmtp.provisioning.dkim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a domain publishes a key. */
public enum Publication {
    /** It does, and it is the right one. */
    PUBLISHED,
    /** There is a key, and nobody here knows which it should be: its private half is a file. */
    SOME_KEY,
    /** There is another key, or one that was revoked. */
    OTHER_KEY,
    /** There is no such record. */
    ABSENT,
    /** The name servers do not answer. */
    UNKNOWN;

    /**
     * @param texts of the TXT records at the key's name
     * @param wanted the text that should be there, null where nobody knows
     */
    static Publication of(List<String> texts, @Nullable String wanted) {
        List<Map<String, String>> keys =
                texts.stream().map(Publication::tags).filter(Publication::isKey).toList();
        if (keys.isEmpty()) {
            return ABSENT;
        }
        // RFC 6376 section 3.6.2.2: there must be one; which of several is taken is up to the verifier.
        Map<String, String> found = keys.getFirst();
        if (keys.size() > 1 || found.getOrDefault("p", "").isEmpty()) {
            return OTHER_KEY;
        }
        if (wanted == null) {
            return SOME_KEY;
        }
        Map<String, String> right = tags(wanted);
        boolean same = Objects.equals(right.get("p"), found.get("p"))
                && Objects.equals(right.get("k"), found.getOrDefault("k", "rsa").toLowerCase(Locale.ROOT));
        return same ? PUBLISHED : OTHER_KEY;
    }

    private static boolean isKey(Map<String, String> tags) {
        return tags.containsKey("p") && tags.getOrDefault("v", "DKIM1").equals("DKIM1");
    }

    /** RFC 6376 section 3.2; white space within a value means nothing here. */
    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new HashMap<>();
        Arrays.stream(text.split(";")).forEach(tag -> {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        tag.substring(0, equals).strip(),
                        tag.substring(equals + 1).replaceAll("\\s+", ""));
            }
        });
        return tags;
    }
}
