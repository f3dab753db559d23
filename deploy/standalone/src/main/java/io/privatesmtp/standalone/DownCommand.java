package io.privatesmtp.standalone;

import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Standalone;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stops the standalone system; its data stay.")
final class DownCommand implements Runnable {
    @Override
    public void run() {
        new Standalone(Home.ofThisProcess(), System.out::println).down();
    }
}
