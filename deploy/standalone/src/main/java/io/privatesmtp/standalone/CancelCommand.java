package io.privatesmtp.standalone;

import picocli.CommandLine.Command;

@Command(name = "cancel", description = "Bounces the mail in a scope, waiting mail too, until it is resumed.")
final class CancelCommand extends ControlOrder {
    @Override
    String directive() {
        return "cancel";
    }

    @Override
    String done() {
        return "mail bounces as cancelled";
    }
}
