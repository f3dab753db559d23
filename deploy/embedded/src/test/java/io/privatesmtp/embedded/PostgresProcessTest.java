package io.privatesmtp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresProcessTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"provisioning", "routing"})
    void whatIsWrittenIsStillThereAfterARestart(String database) throws Exception {
        // given a table with a row
        try (var postgres = PostgresProcess.start(folder, 0, PASSWORD, Lifetime.DETACHED);
                var connection = connect(postgres, database, PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account AS SELECT 'acme' AS id");
        }

        // when the server starts again
        try (var postgres = PostgresProcess.start(folder, 0, PASSWORD, Lifetime.DETACHED);
                var connection = connect(postgres, database, PASSWORD);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM account")) {
            // then the row is there
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("acme");
        }
    }

    @Test
    void aStoppedServerTakesNoMoreConnections() {
        var postgres = PostgresProcess.start(folder, 0, PASSWORD, Lifetime.DETACHED);
        assertThat(Ports.accepts(postgres.port())).isTrue();

        postgres.close();

        assertThat(Ports.accepts(postgres.port())).isFalse();
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (var postgres = PostgresProcess.start(folder, 0, PASSWORD, Lifetime.WITH_PARENT)) {
            assertThatThrownBy(() -> connect(postgres, "routing", "wrong").close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aFirstStartThatWasCutShortIsBegunAnew() throws Exception {
        // given what stands in the folder while it is filled
        Files.createDirectory(folder.resolve("initialising"));
        Files.writeString(folder.resolve("initial-password"), "of before");

        try (var postgres = PostgresProcess.start(folder, 0, PASSWORD, Lifetime.WITH_PARENT);
                var connection = connect(postgres, "routing", PASSWORD)) {
            assertThat(connection.isValid(10)).isTrue();
        }
        assertThat(folder.resolve("initial-password")).doesNotExist();
    }

    private static Connection connect(PostgresProcess postgres, String database, String password) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), PostgresProcess.USER, password);
    }
}
