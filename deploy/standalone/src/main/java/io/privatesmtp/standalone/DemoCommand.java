package io.privatesmtp.standalone;

import io.privatesmtp.standalone.demo.Demo;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "demo", description = "Sets everything up on loopback and shows the main job.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "Stop everything when it is done.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        var demo = new Demo(Home.ofThisProcess(), System.out::println);
        // at the end, however it comes: done, failed, or Ctrl-C
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "close"));
        var kept = demo.run();
        if (!exit) {
            var home = demo.home();
            System.out.println("Control panel: http://127.0.0.1:" + home.port(Part.PROVISIONING)
                    + "/panel (user and password: " + home.operatorCredentials() + ")");
            System.out.println("Kafka: " + home.bootstrapServers() + ". Ctrl-C stops everything.");
            new CountDownLatch(1).await();
        }
        return kept ? 0 : 1;
    }
}
