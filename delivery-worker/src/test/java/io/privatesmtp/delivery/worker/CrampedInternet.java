package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.ReceivingPolicy;
import io.privatesmtp.internet.Visit;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker with memory for one large message, and a host that looks at each for as long as the test wants. */
public final class CrampedInternet implements QuarkusTestResourceLifecycleManager {
    static ReceivingHost prompt;
    static ReceivingHost looking;
    /** Opened when it shall take what it was sent. */
    static CountDownLatch looked = new CountDownLatch(1);

    private static NameServer names;

    @Override
    public Map<String, String> start() {
        prompt = ReceivingHost.on("127.0.0.31", 0).start();
        looking = ReceivingHost.on("127.0.0.32", prompt.port()).policy(looks()).start();
        names = NameServer.start()
                .mx("prompt.test", 10, "mx.prompt.test")
                .a("mx.prompt.test", "127.0.0.31")
                .mx("looking.test", 10, "mx.looking.test")
                .a("mx.looking.test", "127.0.0.32");
        return Map.of(
                "psr.dns.servers", names.hostAndPort(),
                "psr.smtp.port", Integer.toString(prompt.port()),
                "psr.smtp.allow-networks", "127.0.0.0/8",
                "psr.topics.partitions", "1",
                "psr.retry.delays", "1s,2s",
                "psr.delivery.max-bytes-in-flight", "8000000");
    }

    private static ReceivingPolicy looks() {
        ReceivingPolicy accepts = ReceivingPolicy.ACCEPT_ALL;
        return visit -> {
            if (visit.point() == Visit.Point.END_OF_DATA) {
                try {
                    looked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return accepts.decide(visit);
        };
    }

    @Override
    public void stop() {
        looked.countDown();
        names.close();
        prompt.close();
        looking.close();
    }
}
