package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.system.Failure;
import java.util.List;

/** All there are, in the order in which they run. */
public final class Scenarios {
    public static final List<Scenario> ALL = List.of(
            new Kill(),
            new Restart(),
            new Join(),
            new Broker(),
            new Freeze(),
            new Database(),
            new Duplicates(),
            new Uncertain(),
            new Neighbours(),
            new Large(),
            new Waiting(),
            new Poison(),
            new Priority());

    private Scenarios() {}

    /** @throws Failure that says which there are */
    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("There is no scenario \"" + name + "\"; there are "
                        + String.join(", ", ALL.stream().map(Scenario::name).toList()) + "."));
    }
}
