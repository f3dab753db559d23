package io.privatesmtp.bench.receiver;

import io.privatesmtp.bench.load.Letters;
import java.util.HashSet;
import java.util.Set;

/** Which recipients were refused once and are waited for. */
final class Deferrals {
    private static final String PREFIX = "<" + Letters.DEFERRED + "-";

    private final Set<String> waiting = new HashSet<>();

    /** @param path as it stands in the command, in angle brackets */
    boolean refuses(String path) {
        return path.startsWith(PREFIX) && (waiting.add(path) || !waiting.remove(path));
    }
}
