package io.privatesmtp.standalone;

import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Shows the end of the logs.")
final class LogsCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A part, as ./psr status names it; all by default.")
    private @Nullable String part;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            description = "How many lines of each; ${DEFAULT-VALUE} by default.")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = Home.ofThisProcess();
        var parts = part == null ? Arrays.asList(Part.values()) : List.of(Part.named(part));
        var files = parts.stream().map(home::log).filter(Files::exists).toList();
        if (files.isEmpty()) {
            throw new Failure("There are no logs in " + home.folder() + " yet.");
        }
        var command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        files.forEach(file -> command.add(file.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
