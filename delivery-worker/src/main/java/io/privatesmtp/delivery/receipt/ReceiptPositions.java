package io.privatesmtp.delivery.receipt;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the receipt topics had grown at some moment: for each topic, the end of the one partition that the receipts of
 * a consumed partition go to. Stands as metadata beside a committed offset.
 */
record ReceiptPositions(Map<String, Long> ends) {

    /** {@code 1;topic=offset;…}: the leading digit is the version of the form. */
    String text() {
        StringBuilder out = new StringBuilder("1");
        new TreeMap<>(ends)
                .forEach((topic, end) ->
                        out.append(';').append(topic).append('=').append(end));
        return out.toString();
    }

    /** Null where the metadata is not ours, or of a form that this version does not know. */
    static @Nullable ReceiptPositions parse(@Nullable String text) {
        if (text == null || !text.startsWith("1;")) {
            return null;
        }
        Map<String, Long> ends = new HashMap<>();
        try {
            for (String pair : text.substring(2).split(";")) {
                int equals = pair.indexOf('=');
                long end = Long.parseLong(pair.substring(equals + 1));
                if (end < 0) {
                    return null;
                }
                ends.put(pair.substring(0, equals), end);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
        return new ReceiptPositions(ends);
    }
}
