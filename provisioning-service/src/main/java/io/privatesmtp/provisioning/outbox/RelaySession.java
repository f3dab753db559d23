package io.privatesmtp.provisioning.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The one database session that may drain the outbox. It holds the advisory lock, and reads and deletes over the same
 * connection, so a relay that lost the lock cannot delete what another one publishes.
 */
final class RelaySession implements AutoCloseable {
    /** The ASCII letters "psrouto", any number that nothing else in this database locks. */
    private static final long LOCK = 0x7073726f75746fL;

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final Connection connection;

    private RelaySession(Connection connection) {
        this.connection = connection;
    }

    /** The session, or nothing while another relay has the lock. */
    static Optional<RelaySession> open(DataSource database) throws SQLException {
        RelaySession session = new RelaySession(database.getConnection());
        boolean mine = false;
        try {
            // A database that went away without a word must not keep the relay for ever.
            session.connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
            mine = session.lock();
            return mine ? Optional.of(session) : Optional.empty();
        } finally {
            if (!mine) {
                session.close();
            }
        }
    }

    private boolean lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The oldest facts that wait, in order. */
    List<WaitingFact> waiting(int limit) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select id, key, type, at, payload from outbox order by id limit ?")) {
            statement.setInt(1, limit);
            List<WaitingFact> facts = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    facts.add(new WaitingFact(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getBytes(5)));
                }
            }
            return facts;
        }
    }

    void delete(List<WaitingFact> published) throws SQLException {
        Long[] ids = published.stream().map(WaitingFact::sequence).toArray(Long[]::new);
        try (PreparedStatement statement = connection.prepareStatement("delete from outbox where id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.executeUpdate();
        }
    }

    /** Gives the lock back with the connection: a pooled one lives on, and would keep it. */
    @Override
    public void close() throws SQLException {
        try (connection;
                PreparedStatement statement = connection.prepareStatement("select pg_advisory_unlock_all()")) {
            statement.execute();
        }
    }
}
