package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.egress.OtherHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The worker under test has two of the addresses, and doors to others. */
public final class Doors implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "psr.egress.local", "127.0.0.10,127.0.0.11",
                "psr.egress.secret", OtherHost.SECRET,
                "psr.egress.door.listen", "127.0.0.1:0");
    }

    @Override
    public void stop() {}
}
