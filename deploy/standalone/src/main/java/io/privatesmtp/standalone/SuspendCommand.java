package io.privatesmtp.standalone;

import picocli.CommandLine.Command;

@Command(name = "suspend", description = "Holds the mail in a scope until it is resumed.")
final class SuspendCommand extends ControlOrder {
    @Override
    String directive() {
        return "suspend";
    }

    @Override
    String done() {
        return "mail is held";
    }
}
