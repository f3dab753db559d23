package io.privatesmtp.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.tls.MtaSts.Bounds;
import io.privatesmtp.delivery.tls.StsPolicies.Answer;
import io.privatesmtp.internet.NameServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8461, where more policies are wanted at once than are fetched at a time. */
class CrowdedMtaStsTest {
    private static final String ENFORCE = "version: STSv1\nmode: enforce\nmx: mail.mx.test\nmax_age: 86400\n";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long MEMORY = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final NameServer dns = NameServer.start();
    private final AtomicLong nanos = new AtomicLong();
    private PolicyHost host;
    /** Where connections are made, and nobody says a word. */
    private ServerSocket mute;

    @BeforeEach
    void domains() throws IOException {
        host = new PolicyHost();
        host.serves(ENFORCE);
        mute = new ServerSocket(host.port(), 100, InetAddress.ofLiteral("127.0.0.9"));
        domain("mx.test", "127.0.0.1");
        domain("mute.test", "127.0.0.9");
    }

    private void domain(String name, String address) {
        dns.a("mta-sts." + name, address).txt("_mta-sts." + name, "v=STSv1; id=1;");
    }

    @AfterEach
    void stop() throws IOException {
        mute.close();
        host.close();
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void mailForADomainWhosePolicyIsBeingFetchedWaitsForItToo() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        host.answers(exchange -> {
            asked.countDown();
            await(go);
            PolicyHost.say(exchange, 200, "text/plain", ENFORCE);
        });
        MtaSts sts = sts(LONG, new Bounds(2, 0, LONG, MEMORY));
        CompletableFuture<Answer> first = ask(sts, "mx.test");
        asked.await();
        take(sts, "mute.test");

        CompletableFuture<Answer> second = ask(sts, "mx.test");
        go.countDown();

        assertEnforced(first);
        assertEnforced(second);
        assertThat(host.requests()).isEqualTo(1);
    }

    @Test
    void mailWaitsForItsTurnAmongDomainsWhoseHostsAreSlow() {
        for (int i = 0; i < Bounds.USUAL.places(); i++) {
            domain("d" + i + ".test", "127.0.0.9");
        }
        MtaSts sts = sts(Duration.ofSeconds(1), Bounds.USUAL);
        for (int i = 0; i < Bounds.USUAL.places(); i++) {
            ask(sts, "d" + i + ".test");
        }

        assertEnforced(ask(sts, "mx.test"));
    }

    @Test
    void mailWhoseTurnDoesNotComeIsNotSentWithoutItsPolicyAndItsDomainKeepsItsPlace() throws IOException {
        MtaSts sts = sts(LONG, new Bounds(1, 1, Duration.ofMillis(100), MEMORY));
        take(sts, "mute.test");

        assertThat(ask(sts, "mx.test").join())
                .isEqualTo(new Answer.NotYet("The MTA-STS policy of mx.test could not be asked for yet"));

        mute.close();
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertEnforced(ask(sts, "mx.test")));
        assertThat(host.requests()).isEqualTo(1);
    }

    @Test
    void mailThatFindsTheQueueFullIsNotSentWithoutItsPolicy() {
        MtaSts sts = sts(LONG, new Bounds(1, 0, LONG, MEMORY));
        take(sts, "mute.test");

        assertThat(ask(sts, "mx.test").join()).isInstanceOf(Answer.NotYet.class);
    }

    @Test
    void aKnownPolicyHoldsWhereTheNextOneFindsTheQueueFull() {
        MtaSts sts = sts(LONG, new Bounds(1, 0, LONG, MEMORY));
        assertEnforced(ask(sts, "mx.test"));
        dns.remove("_mta-sts.mx.test").txt("_mta-sts.mx.test", "v=STSv1; id=2;");
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        take(sts, "mute.test");

        assertEnforced(ask(sts, "mx.test"));
        assertThat(host.requests()).isEqualTo(1);
    }

    /** Hosts choose the size of their policies: thousands of names, for a year. */
    @Test
    void policiesTakeNoMoreMemoryThanTheyMayInAll() {
        host.serves(ENFORCE + "mx: a\n".repeat(200));
        MtaSts sts = sts(LONG, new Bounds(1, 0, LONG, MEMORY));

        Awaitility.await().atMost(LONG).until(() -> {
            assertEnforced(ask(sts, "mx.test"));
            return host.requests() > 1;
        });
    }

    private MtaSts sts(Duration longest, Bounds bounds) {
        Dns names = new Dns(DnsSettings.of(List.of(dns.address())), nanos::get);
        return new MtaSts(names, host.fetch(vertx, names, "127.0.0.0/8", longest), nanos::get, bounds);
    }

    /** A place. */
    private void take(MtaSts sts, String domain) {
        ask(sts, domain);
        Awaitility.await().atMost(LONG).until(() -> dns.queries("mta-sts." + domain, "A") == 1);
    }

    private static CompletableFuture<Answer> ask(MtaSts sts, String domain) {
        return sts.of(domain).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS);
    }

    private static void assertEnforced(CompletableFuture<Answer> answer) {
        assertThat(answer.join())
                .isInstanceOfSatisfying(
                        Answer.Known.class,
                        known -> assertThat(known.policy().enforced()).isTrue());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
