package io.privatesmtp.standalone;

import io.privatesmtp.standalone.control.Directives;
import io.privatesmtp.standalone.system.Home;
import picocli.CommandLine.Command;

@Command(name = "control", description = "Lists what is suspended and cancelled.")
final class ControlCommand implements Runnable {
    @Override
    public void run() {
        var lines = new Directives(Home.ofThisProcess()).standing();
        if (lines.isEmpty()) {
            System.out.println("Nothing is suspended or cancelled.");
        }
        lines.forEach(System.out::println);
    }
}
