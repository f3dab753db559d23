package io.privatesmtp.provisioning.dkim;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** What routing requests say about keys and their domains; in the caller's transaction. */
public interface KeyUse {
    /** The domains of the account's open and approved requests that name the key; empty when it may be deleted. */
    Uni<List<String>> domainsSignedWith(String account, String key);

    /** Refuses a domain that another account's request names. */
    Uni<Void> mustNotBeAnothers(String account, String domain);
}
