package io.privatesmtp.provisioning.request;

import io.privatesmtp.provisioning.dkim.KeyUse;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/** A key is needed while a request that names it is open or approved. */
@ApplicationScoped
class RequestsOfKey implements KeyUse, PanacheRepositoryBase<RoutingRequest, String> {
    private final DomainClaims claims;

    RequestsOfKey(DomainClaims claims) {
        this.claims = claims;
    }

    @Override
    public Uni<List<String>> domainsSignedWith(String account, String key) {
        return list(
                        "dkimKeyRef = ?1 and account = ?2 and state in ?3 order by openedAt",
                        key,
                        account,
                        List.of(RequestState.OPEN, RequestState.APPROVED))
                .map(requests -> requests.stream()
                        .flatMap(request -> Arrays.stream(request.domains))
                        .toList());
    }

    @Override
    public Uni<Void> mustNotBeAnothers(String account, String domain) {
        return claims.mustNotBeAnothers(account, domain);
    }
}
