package io.privatesmtp.provisioning.outbox;

import io.vertx.pgclient.PgException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a transaction that failed because another was faster from one that failed for good. */
final class LostRace {
    /** unique_violation, serialization_failure, deadlock_detected. */
    private static final Set<String> STATES = Set.of("23505", "40001", "40P01");

    private LostRace() {}

    static boolean is(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException || STATES.contains(state(cause))) {
                return true;
            }
        }
        return false;
    }

    /** Hibernate turns what the client throws into JDBC's exceptions; a raw query may let it through. */
    private static String state(Throwable failure) {
        String state = switch (failure) {
            case SQLException sql -> sql.getSQLState();
            case PgException pg -> pg.getSqlState();
            default -> null;
        };
        return String.valueOf(state);
    }
}
