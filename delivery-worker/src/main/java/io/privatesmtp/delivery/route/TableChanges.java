package io.privatesmtp.delivery.route;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose mail may be decided otherwise since somebody asked last: held mail is looked at again then. */
@ApplicationScoped
public class TableChanges {
    private static final int MAX_NAMED = 1_000;

    /** @param accounts those concerned, if not everyone is */
    public record Changed(boolean everyone, Set<String> accounts) {
        public boolean concerns(@Nullable String account) {
            return everyone || account == null || accounts.contains(account);
        }
    }

    private final Set<String> accounts = new HashSet<>();
    private boolean everyone;

    /** @param account null where it concerns everyone */
    public synchronized void changed(@Nullable String account) {
        if (account == null || accounts.size() >= MAX_NAMED) {
            everyone = true;
            accounts.clear();
        } else if (!everyone) {
            accounts.add(account);
        }
    }

    /** Null where nothing changed since the last call. */
    public synchronized @Nullable Changed take() {
        if (!everyone && accounts.isEmpty()) {
            return null;
        }
        Changed changed = new Changed(everyone, Set.copyOf(accounts));
        everyone = false;
        accounts.clear();
        return changed;
    }
}
