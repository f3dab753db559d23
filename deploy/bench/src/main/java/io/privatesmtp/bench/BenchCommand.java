package io.privatesmtp.bench;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Case.Signing;
import io.privatesmtp.bench.load.Matrix;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.scale.Step;
import io.privatesmtp.bench.scale.Step.Axis;
import io.privatesmtp.bench.scale.Weighed;
import io.privatesmtp.embedded.StartFailure;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main class behind {@code ./psr bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what a message costs on this machine, from Kafka to the receiver to the event.")
final class BenchCommand implements Callable<Integer> {
    private static final List<String> ONE_CASE = List.of("--size", "--domains", "--deferred", "--dkim", "--rules");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--size", paramLabel = "SIZE", description = "Of a message: 4k (the default), 20k, 100k.")
    private String size = "4k";

    @Option(names = "--domains", paramLabel = "N", description = "That mail goes to, 1 by default.")
    private int domains = 1;

    @Option(names = "--deferred", paramLabel = "PERCENT", description = "Refused at the first attempt, 0 by default.")
    private int deferred;

    @Option(names = "--dkim", paramLabel = "KEY", description = "Signatures: off (the default), rsa, ed25519.")
    private Signing dkim = Signing.OFF;

    @Option(names = "--rules", paramLabel = "N", description = "That the worker knows, 10 by default.")
    private int rules = Case.SENDERS;

    @Option(
            names = "--matrix",
            description =
                    "Instead of one case, eleven: 4k, 20k, 100k; 1, 10, 1000 domains; deferrals; signatures; rules.")
    private boolean matrix;

    @Option(
            names = "--cold",
            description = "Instead of speed, how soon a flood is delivered by a worker that has only just started.")
    private boolean cold;

    @Option(
            names = "--scale",
            description = "Instead of one case, how memory and cost grow: rules, sources, lanes, partitions, workers.")
    private boolean scale;

    @Option(
            names = "--along",
            split = ",",
            paramLabel = "AXIS",
            description = "What of that: rules, sources, lanes, partitions, workers, waiting; all by default.")
    private @Nullable Set<Axis> axes;

    @Option(
            names = "--no-peers",
            description = "Leave out other mail systems: Postfix, Exim and Haraka, where installed.")
    private boolean withoutPeers;

    @Option(names = "--quick", description = "One short run, not the median of three.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
    }

    @Override
    public Integer call() throws IOException {
        mustMakeSense();
        if (json != null) {
            // what took minutes to measure should not be lost for want of a folder
            mustBeWritable(json.toAbsolutePath());
        }
        return scale ? scale() : cold ? coldStart() : measure();
    }

    private int measure() throws IOException {
        var cases = matrix ? Matrix.CASES : List.of(oneCase());
        var bench = bench(quick ? Size.QUICK : Size.FULL);
        var report = bench.run(cases, !withoutPeers);
        tell(report.text(), report.json());
        return 0;
    }

    private int coldStart() throws IOException {
        var start = bench(quick ? Size.QUICK : Size.FULL).coldStart(oneCase());
        tell(start.text(), start.json());
        return 0;
    }

    private int scale() throws IOException {
        var bench = bench(Size.SCALE);
        var weighed = bench.scale(Step.along(axes == null ? EnumSet.allOf(Axis.class) : axes));
        tell(Weighed.text(weighed), Weighed.json(weighed));
        return 0;
    }

    /** What would be ignored is refused: hours later it would be taken for measured. */
    private void mustMakeSense() {
        if (Stream.of(matrix, cold, scale).filter(chosen -> chosen).count() > 1) {
            throw new IllegalArgumentException("--matrix, --cold and --scale: must be one of them at most");
        }
        if (axes != null && !scale) {
            throw new IllegalArgumentException("--along " + axes + ": must come with --scale");
        }
        for (var option : ONE_CASE) {
            if ((matrix || scale) && command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(option + ": must not come with " + (matrix ? "--matrix" : "--scale")
                        + ", which has cases of its own");
            }
        }
    }

    private static void mustBeWritable(Path file) {
        var isNew = Files.notExists(file);
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (isNew) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--json " + file + ": cannot be written there", e);
        }
    }

    private Case oneCase() {
        return new Case(Case.bytes(size), domains, deferred, dkim, rules);
    }

    private static Bench bench(Size size) {
        var bench = new Bench(Home.ofThisProcess(), size, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(bench::abort, "abort"));
        return bench;
    }

    private void tell(String text, byte[] figures) throws IOException {
        System.out.println("\n" + text);
        if (json != null) {
            Files.write(json, figures);
        }
    }

    private static int report(Exception e, PrintWriter err) throws Exception {
        if (e instanceof Failure || e instanceof StartFailure || e instanceof IllegalArgumentException) {
            err.println("psr: " + e.getMessage());
            return 1;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            err.println("psr: " + e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
            return 1;
        }
        throw e;
    }
}
