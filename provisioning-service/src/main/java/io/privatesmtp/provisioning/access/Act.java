package io.privatesmtp.provisioning.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, why, and when.
 *
 * @param reason in their own words, where they gave one
 * @param at to the millisecond
 */
public record Act(String actor, @Nullable String reason, Instant at) {}
