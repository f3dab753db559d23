package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.egress.OtherHost;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The worker under test has two of the addresses, and doors to others; a partner has a route with a port of its own. */
public final class Doors implements QuarkusTestResourceLifecycleManager {
    static ReceivingHost partner;

    @Override
    public Map<String, String> start() {
        partner = ReceivingHost.on("127.0.0.22", 0).start();
        return Map.of(
                "psr.egress.local",
                "127.0.0.10,127.0.0.11",
                "psr.egress.secret",
                OtherHost.SECRET,
                "psr.egress.door.listen",
                "127.0.0.1:0",
                "psr.routes",
                "partner.test=127.0.0.22:" + partner.port());
    }

    @Override
    public void stop() {
        partner.close();
    }
}
