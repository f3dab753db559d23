package io.privatesmtp.bus.event;

import org.jspecify.annotations.Nullable;

/** The host that was asked: its name in DNS, the address that was dialled and the port. */
public record MxHost(String host, @Nullable String address, int port) {}
