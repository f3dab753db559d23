package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.LocalPartPolicy;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/** A name server and a receiving host on loopback for the worker under test. */
public final class SmallInternet implements QuarkusTestResourceLifecycleManager {
    static NameServer names;
    static ReceivingHost receiver;
    /** The same host under another name: what it blocks is not asked of {@link #receiver} for a while. */
    private static ReceivingHost blocking;

    @Override
    public Map<String, String> start() {
        receiver = ReceivingHost.on("127.0.0.21", 0)
                .policy(new LocalPartPolicy(Duration.ofSeconds(2)))
                .start();
        blocking = ReceivingHost.on("127.0.0.23", receiver.port())
                .policy(new LocalPartPolicy())
                .start();
        names = NameServer.start()
                .mx("rcpt.test", 10, "mx.rcpt.test")
                .a("mx.rcpt.test", "127.0.0.21")
                .mx("blocking.test", 10, "mx.blocking.test")
                .a("mx.blocking.test", "127.0.0.23");
        return settings(names, receiver);
    }

    static Map<String, String> settings(NameServer names, ReceivingHost receiver) {
        return Map.of(
                "psr.dns.servers", names.hostAndPort(),
                "psr.smtp.port", Integer.toString(receiver.port()),
                "psr.smtp.allow-networks", "127.0.0.0/8",
                "psr.verp.domains", "verp.test",
                "psr.retry.delays", "1s,2s",
                "psr.topics.partitions", "3",
                "psr.operator.credentials", "operator:secret");
    }

    @Override
    public void stop() {
        names.close();
        receiver.close();
        blocking.close();
    }
}
