package io.privatesmtp.delivery.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where connections leave this worker and its cluster. */
@ConfigMapping(prefix = "psr.egress")
public interface EgressSettings {
    /**
     * Source addresses that this host may have: {@code auto} for all that a socket can be bound to, else a list, of which
     * those count that a socket can be bound to.
     */
    @WithDefault("auto")
    List<String> local();

    /** What the workers of a cluster share, 16 characters or more. Without it there are no doors. */
    Optional<String> secret();

    /** A file that holds the secret. */
    Optional<Path> secretFile();

    /** Where other workers get connections from this host's addresses. */
    DoorSettings door();

    /** The door is open where there is a secret. */
    interface DoorSettings {
        /** Address and port that it listens at; port 0 for a free one. */
        @WithDefault("0.0.0.0:7025")
        String listen();

        /** What other workers dial; the address it listens at by default, or the host's where that is no single one. */
        Optional<String> advertise();

        /** Connections at once. */
        @WithDefault("2000")
        int maxConnections();
    }
}
