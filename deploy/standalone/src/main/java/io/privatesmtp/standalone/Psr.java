package io.privatesmtp.standalone;

import io.privatesmtp.embedded.StartFailure;
import io.privatesmtp.standalone.system.Failure;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The main class behind {@code ./psr}. */
@Command(
        name = "psr",
        description = "Private SMTP routing on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            SendCommand.class,
            TraceCommand.class,
            SuspendCommand.class,
            CancelCommand.class,
            ResumeCommand.class,
            ControlCommand.class,
            DemoCommand.class,
            FaultsCommand.class
        })
final class Psr {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this text.")
    @SuppressWarnings("unused") // its presence is enough
    private boolean help;

    private Psr() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Psr()).setExecutionExceptionHandler((e, command, parsed) -> report(e));
    }

    private static int report(Exception e) throws Exception {
        if (e instanceof Failure || e instanceof StartFailure) {
            System.err.println("psr: " + e.getMessage());
            return 1;
        }
        if (e instanceof UncheckedIOException) {
            System.err.println("psr: " + e.getMessage() + ": " + e.getCause());
            return 1;
        }
        throw e;
    }
}
