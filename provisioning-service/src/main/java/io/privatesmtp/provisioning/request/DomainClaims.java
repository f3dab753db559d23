package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.kit.ProblemException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which domains are spoken for. All of it runs in the caller's transaction. */
@ApplicationScoped
class DomainClaims implements PanacheRepositoryBase<DomainClaim, String> {
    /** Refuses domains that another request names, and names below a domain that another account has with its subdomains. */
    Uni<Void> mustBeFree(String account, List<String> domains) {
        return touching(domains)
                .invoke(claims -> domains.forEach(domain -> mustBeFree(account, domain, claims)))
                .replaceWithVoid();
    }

    /** Refuses a domain that another account's request names or has below one of its domains. */
    Uni<Void> mustNotBeAnothers(String account, String domain) {
        return touching(List.of(domain))
                .invoke(claims -> {
                    DomainClaim claim = claims.get(domain);
                    if (claim != null && !claim.account.equals(account)) {
                        throw taken(domain, "is named by a request of another account", "domain");
                    }
                    mustBeBelowNobodyElse(account, domain, claims, "domain");
                })
                .replaceWithVoid();
    }

    /** The claims of these domains and of all above them. */
    private Uni<Map<String, DomainClaim>> touching(List<String> domains) {
        TreeSet<String> names = new TreeSet<>(domains);
        domains.forEach(domain -> names.addAll(parents(domain)));
        return list("domain in ?1", new ArrayList<>(names))
                .map(claims -> claims.stream().collect(Collectors.toMap(claim -> claim.domain, Function.identity())));
    }

    private static void mustBeFree(String account, String domain, Map<String, DomainClaim> claims) {
        if (claims.containsKey(domain)) {
            throw taken(domain, "is named by another request already", "domains");
        }
        mustBeBelowNobodyElse(account, domain, claims, "domains");
    }

    private static void mustBeBelowNobodyElse(
            String account, String domain, Map<String, DomainClaim> claims, String field) {
        for (String parent : parents(domain)) {
            DomainClaim claim = claims.get(parent);
            if (claim != null && claim.includeSubdomains && !claim.account.equals(account)) {
                throw taken(domain, "is below a domain that another account has with its subdomains", field);
            }
        }
    }

    private static List<String> parents(String domain) {
        List<String> parents = new ArrayList<>();
        for (@Nullable String name = DomainName.parent(domain); name != null; name = DomainName.parent(name)) {
            parents.add(name);
        }
        return parents;
    }

    private static ProblemException taken(String domain, String why, String field) {
        return ProblemException.conflict("domain-taken", "domain \"" + domain + "\" " + why, field);
    }

    /** In sorted order, so that two requests that share domains wait for each other and do not lock each other out. */
    Uni<Void> take(RoutingRequest request) {
        return persist(Arrays.stream(request.domains).sorted().map(domain -> DomainClaim.of(request, domain)));
    }

    Uni<Void> giveBack(RoutingRequest request) {
        return delete("requestId", request.id).replaceWithVoid();
    }
}
