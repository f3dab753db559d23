package io.privatesmtp.kit;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Basic authentication against {@link Credentials}. */
@ApplicationScoped
class PasswordIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    private final Credentials credentials;

    PasswordIdentityProvider(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        Credentials.Caller caller =
                credentials.find(request.getUsername(), request.getPassword().getPassword());
        if (caller == null) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(caller.user()));
        if (caller.account() == null) {
            identity.addRole(Roles.OPERATOR);
        } else {
            identity.addRole(Roles.ACCOUNT).addAttribute(Roles.ACCOUNT_ATTRIBUTE, caller.account());
        }
        return Uni.createFrom().item(identity.build());
    }
}
