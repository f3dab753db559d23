package io.privatesmtp.standalone;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.standalone.control.Directives;
import io.privatesmtp.standalone.control.Until;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code suspend} and {@code cancel} have in common. */
abstract class ControlOrder implements Runnable {
    @Parameters(
            paramLabel = "SCOPE",
            description = "account:ID, domain:NAME (of the sender), source:IP, recipient-domain:NAME, or"
                    + " message:ACCOUNT/ID (message:/ID for mail that is nobody's).")
    private String scope;

    @Option(names = "--reason", description = "Shown in events and lists.")
    private @Nullable String reason;

    @Option(names = "--until", description = "When it ends by itself: 90m, 2h, 3d, or 2026-11-25T18:00:00Z.")
    private @Nullable String until;

    abstract String directive();

    abstract String done();

    @Override
    public void run() {
        Map<String, String> order = new HashMap<>(Map.of("directive", directive()));
        if (reason != null) {
            order.put("reason", reason);
        }
        if (until != null) {
            order.put("until", Until.parse(until, Instant.now()).toString());
        }
        var over = scope(scope);
        new Directives(Home.ofThisProcess()).give(over, order);
        System.out.println(over + ": " + done() + (until == null ? "" : ", until " + order.get("until")) + ".");
    }

    static ControlScope scope(String text) {
        try {
            return ControlScope.parse("SCOPE", text);
        } catch (ContractViolation e) {
            throw new Failure(e.getMessage() + ".", e);
        }
    }
}
