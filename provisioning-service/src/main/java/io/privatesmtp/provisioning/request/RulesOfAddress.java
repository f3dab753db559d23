package io.privatesmtp.provisioning.request;

import io.privatesmtp.provisioning.address.AddressUse;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/** An address is needed while an approved request names it. */
@ApplicationScoped
class RulesOfAddress implements AddressUse, PanacheRepositoryBase<RoutingRequest, String> {
    @Override
    public Uni<List<String>> domainsLeavingFrom(String ip) {
        return list("ip = ?1 and state = ?2 order by openedAt", ip, RequestState.APPROVED)
                .map(requests -> requests.stream()
                        .flatMap(request -> Arrays.stream(request.domains))
                        .toList());
    }
}
