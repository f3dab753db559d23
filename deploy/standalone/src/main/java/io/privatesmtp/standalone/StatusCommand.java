package io.privatesmtp.standalone;

import io.privatesmtp.standalone.system.Health;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.Standalone;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Shows what runs. Exit code 0 when every part is healthy, 1 otherwise.")
final class StatusCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var home = Home.ofThisProcess();
        var system = new Standalone(home, System.out::println);
        var health = new Health(home);
        var allHealthy = true;
        for (var part : Part.values()) {
            var process = system.running(part);
            var healthy = process.isPresent() && health.isReady(part);
            allHealthy &= healthy;
            var state = process.isEmpty() ? "stopped" : healthy ? "healthy" : "not healthy";
            var id = process.map(handle -> "pid " + handle.pid()).orElse("-");
            System.out.printf(
                    "%-21s %-12s %-12s 127.0.0.1:%-6d %s%n", part.title(), state, id, home.port(part), home.log(part));
        }
        return allHealthy ? 0 : 1;
    }
}
