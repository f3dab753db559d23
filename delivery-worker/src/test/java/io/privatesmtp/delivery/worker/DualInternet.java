package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A host on IPv4 and one on IPv6. */
public final class DualInternet implements QuarkusTestResourceLifecycleManager {
    private NameServer names;
    private ReceivingHost four;
    private ReceivingHost six;

    @Override
    public Map<String, String> start() {
        four = ReceivingHost.on("127.0.0.21", 0).start();
        six = ReceivingHost.on("::1", four.port()).start();
        names = NameServer.start()
                .mx("four.test", 10, "mx.four.test")
                .a("mx.four.test", "127.0.0.21")
                .mx("six.test", 10, "mx.six.test")
                .aaaa("mx.six.test", "::1")
                .mx("none.test", 10, "mx.none.test")
                .txt("mx.none.test", "no address");
        Map<String, String> settings = new HashMap<>(SmallInternet.settings(names, four));
        settings.put("psr.smtp.allow-networks", "127.0.0.0/8,::1");
        return settings;
    }

    @Override
    public void stop() {
        names.close();
        four.close();
        six.close();
    }
}
