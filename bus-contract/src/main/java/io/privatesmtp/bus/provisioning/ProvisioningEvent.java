package io.privatesmtp.bus.provisioning;

import io.privatesmtp.bus.Json;

/**
 * A fact of {@code provisioning.events}: the full state of what changed. Several types share a shape; which of them it
 * is stands in the {@code ce_type} header, a {@link FactType}.
 */
public sealed interface ProvisioningEvent permits AccountFact, SourceIpFact, RoutingRequestFact, DomainFact {
    Change change();

    static ProvisioningEvent read(FactType type, byte[] json) {
        return Json.read(json, type.shape());
    }
}
