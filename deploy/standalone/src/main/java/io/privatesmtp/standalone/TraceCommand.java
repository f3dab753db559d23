package io.privatesmtp.standalone;

import io.privatesmtp.standalone.bus.Broker;
import io.privatesmtp.standalone.bus.Trace;
import io.privatesmtp.standalone.system.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "trace", description = "Shows what became of a message, from the bus, one line for each event.")
final class TraceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MESSAGE-ID", description = "The message's id, or account/id.")
    private String message;

    @Override
    public Integer call() {
        var lines = Trace.of(message, Broker.mustListen(Home.ofThisProcess().bootstrapServers()));
        if (lines.isEmpty()) {
            System.err.println("psr: The bus has no event of a message \"" + message + "\".");
            return 1;
        }
        lines.forEach(System.out::println);
        return 0;
    }
}
