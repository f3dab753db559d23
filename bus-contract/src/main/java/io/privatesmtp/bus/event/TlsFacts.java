package io.privatesmtp.bus.event;

import org.jspecify.annotations.Nullable;

/** How the connection was encrypted: protocol and cipher null in the clear. */
public record TlsFacts(
        @Nullable String protocol,
        @Nullable String cipher,
        boolean verified,
        @Nullable String policy) {}
