package io.privatesmtp.standalone;

import io.privatesmtp.standalone.faults.Faults;
import io.privatesmtp.standalone.faults.scenario.Scenario;
import io.privatesmtp.standalone.faults.scenario.Scenarios;
import io.privatesmtp.standalone.faults.scenario.Size;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "faults",
        description = "Breaks a system of its own in many ways and counts mail. Exit code 0 when every promise held.")
final class FaultsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SCENARIO", description = "Which; all by default.")
    private @Nullable List<String> names;

    @Option(names = "--quick", description = "Each scenario once through: minutes, not an hour.")
    private boolean quick;

    @Option(names = "--list", description = "Only say which scenarios there are.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there, too.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (list) {
            Scenarios.ALL.forEach(scenario -> System.out.printf("%-11s %s%n", scenario.name(), scenario.promise()));
            return 0;
        }
        List<Scenario> chosen = names == null
                ? Scenarios.ALL
                : names.stream().map(Scenarios::named).toList();
        var faults = new Faults(Home.ofThisProcess(), quick ? Size.QUICK : Size.FULL, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(faults::abort, "abort"));
        var report = faults.run(chosen);
        System.out.println("\n" + report.table());
        if (json != null) {
            Files.write(json, report.json());
        }
        return report.holds() ? 0 : 1;
    }
}
