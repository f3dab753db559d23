package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** One receiving host, and a worker that may dial its network alone, out of all of loopback. */
public final class WalledInternet implements QuarkusTestResourceLifecycleManager {
    static NameServer names;
    static ReceivingHost receiver;

    @Override
    public Map<String, String> start() {
        receiver = ReceivingHost.on("127.0.0.21", 0).start();
        names = NameServer.start().mx("rcpt.test", 10, "mx.rcpt.test").a("mx.rcpt.test", "127.0.0.21");
        Map<String, String> settings = new HashMap<>(SmallInternet.settings(names, receiver));
        settings.put("psr.smtp.allow-networks", "127.0.0.16/28");
        return settings;
    }

    @Override
    public void stop() {
        names.close();
        receiver.close();
    }
}
