package io.privatesmtp.provisioning.access;

import io.privatesmtp.kit.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses changes that a page of another site asks a browser for. Browsers add the password by themselves, so the
 * password proves nothing there; programs send neither header and are let through.
 */
class SameOriginFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response refuseOtherSites(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) {
            return null;
        }
        String site = request.getHeaderString("Sec-Fetch-Site");
        String origin = request.getHeaderString("Origin");
        boolean own = site != null ? OWN.contains(site) : origin == null || sameHost(origin, request);
        return own
                ? null
                : Problem.of(403, "cross-site", "changes are taken from this site's own pages only", null)
                        .response();
    }

    private static boolean sameHost(String origin, ContainerRequestContext request) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority
                    && authority.equals(request.getHeaderString("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
