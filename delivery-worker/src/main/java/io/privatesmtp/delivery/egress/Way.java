package io.privatesmtp.delivery.egress;

/** How a connection from a source address comes about. */
public sealed interface Way {
    /** From this host. */
    record Direct() implements Way {}

    /** Through the door of the worker whose host has the address. */
    record Door(String worker, Endpoint at) implements Way {}

    /**
     * Through an operator's own proxy.
     *
     * @param unverifiedAllowed whether mail may leave although the proxy does not say which address it bound
     */
    record Proxy(Endpoint at, boolean unverifiedAllowed) implements Way {}

    Way DIRECT = new Direct();
}
