package io.privatesmtp.standalone.faults.world;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario needs of its world.
 *
 * @param slow how long mailboxes named slow take over their final reply
 * @param workerSettings {@code PSR_*} variables
 * @param tables whether rules and addresses are written to the bus directly, without the services that know them
 */
public record Setup(List<Site> sites, Duration slow, Map<String, String> workerSettings, boolean tables) {
    public static Setup of(Site... sites) {
        return new Setup(List.of(sites), Duration.ofSeconds(2), Map.of(), true);
    }

    public Setup slow(Duration time) {
        return new Setup(sites, time, workerSettings, tables);
    }

    public Setup with(String variable, String value) {
        var more = new HashMap<>(workerSettings);
        more.put(variable, value);
        return new Setup(sites, slow, Map.copyOf(more), tables);
    }

    public Setup withoutTables() {
        return new Setup(sites, slow, workerSettings, false);
    }
}
