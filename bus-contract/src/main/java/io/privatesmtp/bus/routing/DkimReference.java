package io.privatesmtp.bus.routing;

/** Which key signs (RFC 6376): the selector, and the name under which workers find the key. Never the key itself. */
public record DkimReference(String selector, String keyRef) {}
