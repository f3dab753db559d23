package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.ReceivingPolicy;
import io.privatesmtp.internet.Verdict;
import io.privatesmtp.internet.Visit;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sites of all kinds beside each other, and a worker with little room: so a few hundred messages are what a campaign is to a real
 * one.
 */
public final class Neighbourhood implements QuarkusTestResourceLifecycleManager {
    static ReceivingHost healthy;
    static ReceivingHost slow;
    static ReceivingHost tarpit;
    static ReceivingHost refusing;
    static ReceivingHost greylisting;
    private static NameServer names;

    @Override
    public Map<String, String> start() {
        healthy = host("127.0.0.31", 0, ReceivingPolicy.ACCEPT_ALL);
        int port = healthy.port();
        slow = host("127.0.0.32", port, atEnd(Duration.ofMillis(200)));
        tarpit = host("127.0.0.33", port, atEnd(Duration.ofMinutes(9)));
        refusing = host("127.0.0.34", port, visit -> Verdict.reply(421, "4.3.2 Not now"));
        greylisting = host("127.0.0.35", port, greylist());
        names = NameServer.start();
        Map.of("healthy", 31, "slow", 32, "tarpit", 33, "refusing", 34, "greylisting", 35)
                .forEach((name, last) -> names.mx(name + ".test", 10, "mx." + name + ".test")
                        .a("mx." + name + ".test", "127.0.0." + last));
        return Map.of(
                "psr.dns.servers", names.hostAndPort(),
                "psr.smtp.port", Integer.toString(port),
                "psr.smtp.allow-networks", "127.0.0.0/8",
                "psr.retry.delays", "4s,20s",
                "psr.topics.partitions", "3",
                "psr.delivery.max-messages-in-flight", "300",
                "psr.delivery.max-unacknowledged", "20",
                "psr.delivery.max-sessions", "60",
                "psr.operator.credentials", "operator:secret");
    }

    private static ReceivingHost host(String address, int port, ReceivingPolicy policy) {
        return ReceivingHost.on(address, port).policy(policy).start();
    }

    private static ReceivingPolicy atEnd(Duration delay) {
        return visit ->
                visit.point() == Visit.Point.END_OF_DATA ? Verdict.after(delay, Verdict.ACCEPT) : Verdict.ACCEPT;
    }

    private static ReceivingPolicy greylist() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return visit -> visit.point() == Visit.Point.RCPT && seen.add(visit.peer() + visit.recipient())
                ? Verdict.reply(450, "4.7.1 Greylisted, try again later")
                : Verdict.ACCEPT;
    }

    @Override
    public void stop() {
        names.close();
        for (ReceivingHost host : new ReceivingHost[] {healthy, slow, tarpit, refusing, greylisting}) {
            host.close();
        }
    }
}
