package io.privatesmtp.standalone;

import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.Standalone;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts the standalone system: what does not run yet.")
final class UpCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--detach"},
            description = "Return once all is healthy, and leave it running in the background.")
    private boolean detached;

    @Override
    public Integer call() throws InterruptedException {
        var home = Home.ofThisProcess();
        var system = new Standalone(home, System.out::println);
        // Ctrl-C in the midst of a start leaves nothing that ./psr down does not know
        var end = new Thread(detached ? system::startNoMore : system::down, "down");
        Runtime.getRuntime().addShutdownHook(end);
        system.up();
        System.out.println("Control panel: http://127.0.0.1:" + home.port(Part.PROVISIONING)
                + "/panel (user and password: " + home.operatorCredentials() + ")");
        System.out.println("Kafka: " + home.bootstrapServers());
        if (!detached) {
            System.out.println("Ctrl-C stops it.");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
