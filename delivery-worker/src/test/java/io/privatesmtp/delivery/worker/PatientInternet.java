package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.LocalPartPolicy;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A receiving host that takes its time over the reply to the final dot: far longer than a channel with the default commit
 * strategy would bear, whose limit is lowered here from a minute to two seconds.
 */
public final class PatientInternet implements QuarkusTestResourceLifecycleManager {
    static final Duration SLOW = Duration.ofSeconds(40);

    private NameServer names;
    private ReceivingHost receiver;

    @Override
    public Map<String, String> start() {
        receiver = ReceivingHost.on("127.0.0.21", 0)
                .policy(new LocalPartPolicy(SLOW))
                .start();
        names = NameServer.start().mx("rcpt.test", 10, "mx.rcpt.test").a("mx.rcpt.test", "127.0.0.21");
        Map<String, String> settings = new HashMap<>(SmallInternet.settings(names, receiver));
        settings.put("mp.messaging.connector.smallrye-kafka.throttled.unprocessed-record-max-age.ms", "2000");
        return settings;
    }

    @Override
    public void stop() {
        names.close();
        receiver.close();
    }
}
