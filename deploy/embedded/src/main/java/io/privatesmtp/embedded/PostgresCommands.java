package io.privatesmtp.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How PostgreSQL's programs are called. They refuse to work for root, so root calls them in a user namespace of their own,
 * in which nobody is root, or where a container forbids that, as the user {@code nobody}.
 */
final class PostgresCommands {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final List<String> disguise;

    private PostgresCommands(Path home, List<String> disguise) {
        this.home = home;
        this.disguise = disguise;
    }

    /** @param dataDir handed over to {@code nobody} where that is the user of the programs */
    static PostgresCommands forDataIn(Path dataDir) {
        if (!System.getProperty("user.name").equals("root")) {
            return new PostgresCommands(PostgresBinaries.unpackedIn(PostgresBinaries.cacheOfThisUser()), List.of());
        }
        if (Shell.succeeds("unshare", "-U", "true")) {
            var home = PostgresBinaries.unpackedIn(PostgresBinaries.cacheOfThisUser());
            return new PostgresCommands(home, List.of("unshare", "-U"));
        }
        Shell.run(List.of("chown", "-R", "65534:65534", dataDir.toString()), "", LIMIT);
        var home = PostgresBinaries.unpackedIn(PostgresBinaries.cacheForAnyUser());
        return new PostgresCommands(home, List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }

    /** The whole command line of one of the programs. */
    List<String> command(String program, List<String> arguments) {
        var called = Shell.join(List.of(home.resolve("bin").resolve(program).toString()), arguments);
        return Shell.join(disguise, called);
    }

    void run(String input, String program, String... arguments) {
        Shell.run(command(program, List.of(arguments)), input, LIMIT);
    }
}
