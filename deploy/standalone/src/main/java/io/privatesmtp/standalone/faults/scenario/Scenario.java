package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** Something that happens to the system, and what must hold all the same. */
public interface Scenario {
    /** A healthy host. */
    Site HEALTHY = new Site("healthy.test", Site.BY_NAME);

    /** Mails a second, where it does not matter how many. */
    int LOAD = 100;

    /** A run in which nothing happens for so long is over. */
    Duration PATIENCE = Duration.ofSeconds(90);

    /** As people call it on the command line. */
    String name();

    /** One line: what is done, and what must hold. */
    String promise();

    /** Does it, and waits until all is settled. What holds in every scenario is verified afterwards. */
    void run(World world, Size size);

    default Setup setup(Size size) {
        return Setup.of(HEALTHY);
    }
}
