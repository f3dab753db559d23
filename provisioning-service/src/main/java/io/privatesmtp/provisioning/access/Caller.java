package io.privatesmtp.provisioning.access;

import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Whoever made this call: an operator, or somebody who acts for one account. */
@RequestScoped
public class Caller {
    private static final int MAX_ACTOR = 200;

    private final SecurityIdentity identity;
    private final Clock clock;

    Caller(SecurityIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    public boolean isOperator() {
        return identity.hasRole(Roles.OPERATOR);
    }

    public String name() {
        String name = identity.getPrincipal().getName();
        return name.length() > MAX_ACTOR ? name.substring(0, MAX_ACTOR) : name;
    }

    /** The account the caller is confined to, null for operators. */
    public @Nullable String account() {
        if (isOperator()) {
            return null;
        }
        Object attribute = identity.getAttribute(Roles.ACCOUNT_ATTRIBUTE);
        if (attribute == null && identity.getPrincipal() instanceof JsonWebToken token) {
            attribute = token.getClaim(Roles.ACCOUNT_ATTRIBUTE);
        }
        // Somebody without an account has access to none: no account has an empty id.
        return attribute == null ? "" : attribute.toString();
    }

    /** To callers of other accounts an account does not exist, so that they cannot find out who is a customer. */
    public void mustActFor(String account) {
        if (!isOperator() && !account.equals(account())) {
            throw ProblemException.notFound("account", account);
        }
    }

    public Act act(@Nullable String reason) {
        return new Act(name(), reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
