package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.event.Category;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A recipient that this account does not write to any more: the value of {@code mail.suppressions}. */
public record Suppression(
        @Nullable String account,
        String address,
        Category category,
        @Nullable String reply,
        Instant at) {}
