package io.privatesmtp.delivery.retry;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells what changed in the tables. */
@FunctionalInterface
public interface Changes {
    /** Whose held mail is concerned by what changed since the last call; null where nothing did. */
    @Nullable
    Predicate<RetryState> take();
}
