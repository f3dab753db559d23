package io.privatesmtp.bus.provisioning;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code ce_type} of a fact, and the shape of its value. */
public enum FactType {
    ACCOUNT_OPENED("account.opened", AccountFact.class),
    ACCOUNT_SUSPENDED("account.suspended", AccountFact.class),
    ACCOUNT_RESUMED("account.resumed", AccountFact.class),
    ACCOUNT_CLOSED("account.closed", AccountFact.class),
    ACCOUNT_LIMITED("account.limited", AccountFact.class),
    SOURCE_IP_ADDED("source-ip.added", SourceIpFact.class),
    SOURCE_IP_ALLOCATED("source-ip.allocated", SourceIpFact.class),
    SOURCE_IP_RELEASED("source-ip.released", SourceIpFact.class),
    ROUTING_REQUESTED("routing.requested", RoutingRequestFact.class),
    ROUTING_APPROVED("routing.approved", RoutingRequestFact.class),
    ROUTING_REJECTED("routing.rejected", RoutingRequestFact.class),
    ROUTING_WITHDRAWN("routing.withdrawn", RoutingRequestFact.class),
    DOMAIN_VERIFIED("domain.verified", DomainFact.class),
    DOMAIN_REMOVED("domain.removed", DomainFact.class);

    private static final Map<String, FactType> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(FactType::type, Function.identity()));

    private final String type;
    private final Class<? extends ProvisioningEvent> shape;

    FactType(String type, Class<? extends ProvisioningEvent> shape) {
        this.type = type;
        this.shape = shape;
    }

    public String type() {
        return type;
    }

    public Class<? extends ProvisioningEvent> shape() {
        return shape;
    }

    public static FactType of(String type) {
        FactType fact = BY_TYPE.get(type);
        if (fact == null) {
            throw new ContractViolation(ErrorCode.SCHEMA, "ce_type", type, "is no provisioning fact");
        }
        return fact;
    }
}
