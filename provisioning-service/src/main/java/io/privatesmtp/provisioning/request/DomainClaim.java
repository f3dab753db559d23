package io.privatesmtp.provisioning.request;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A domain that an open or approved request names. Its primary key is why no domain ever has two rules. */
@Entity
@Table(name = "domain_claim")
class DomainClaim {
    @Id
    String domain;

    String account;

    @Column(name = "request_id")
    String requestId;

    @Column(name = "include_subdomains")
    boolean includeSubdomains;

    static DomainClaim of(RoutingRequest request, String domain) {
        DomainClaim claim = new DomainClaim();
        claim.domain = domain;
        claim.account = request.account;
        claim.requestId = request.id;
        claim.includeSubdomains = request.includeSubdomains;
        return claim;
    }
}
