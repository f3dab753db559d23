package io.privatesmtp.standalone;

import io.privatesmtp.standalone.control.Directives;
import io.privatesmtp.standalone.system.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Takes a suspend or cancel back.")
final class ResumeCommand implements Runnable {
    @Parameters(paramLabel = "SCOPE", description = "As ./psr control lists it.")
    private String scope;

    @Override
    public void run() {
        var over = ControlOrder.scope(scope);
        new Directives(Home.ofThisProcess()).resume(over);
        System.out.println(over + ": mail goes its way; what was held is looked at within a minute.");
    }
}
