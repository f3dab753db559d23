package io.privatesmtp.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.Dns;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.internet.NameServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8461, against a real name server and a real HTTPS server. */
class MtaStsTest {
    private static final String ENFORCE = "version: STSv1\nmode: enforce\nmx: mail.mx.test\nmax_age: 86400\n";

    private final Vertx vertx = Vertx.vertx();
    private final NameServer dns = NameServer.start();
    private final AtomicLong nanos = new AtomicLong();
    private PolicyHost host;

    @BeforeEach
    void domain() throws IOException {
        host = new PolicyHost();
        dns.a("mta-sts.mx.test", "127.0.0.1").txt("_mta-sts.mx.test", "v=STSv1; id=1;");
    }

    @AfterEach
    void stop() {
        host.close();
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPolicyIsFetchedOnceAndKept() {
        host.serves(ENFORCE);
        MtaSts sts = sts();

        assertThat(policy(sts).enforced()).isTrue();
        assertThat(policy(sts).names("mail.mx.test")).isTrue();
        assertThat(host.requests()).isEqualTo(1);
    }

    @Test
    void withoutARecordNobodyIsAsked() {
        host.serves(ENFORCE);
        dns.remove("_mta-sts.mx.test");

        assertThat(policy(sts())).isEqualTo(StsPolicy.ABSENT);
        assertThat(host.requests()).isZero();
    }

    @Test
    void aCertificateThatDoesNotNameThePolicyHostIsNotTaken() {
        dns.a("mta-sts.other.test", "127.0.0.1").txt("_mta-sts.other.test", "v=STSv1; id=1;");
        host.serves(ENFORCE);

        assertThat(policy(sts(), "other.test")).isEqualTo(StsPolicy.ABSENT);
        assertThat(host.requests()).isZero();
    }

    @Test
    void anAddressThatMayNotBeDialledIsNotDialled() {
        host.serves(ENFORCE);

        assertThat(policy(sts("10.0.0.0/8", Duration.ofSeconds(60)))).isEqualTo(StsPolicy.ABSENT);
        assertThat(host.requests()).isZero();
    }

    @Test
    void redirectsAreNotFollowed() {
        host.answers(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://mta-sts.mx.test:" + host.port() + "/policy");
            PolicyHost.say(exchange, 301, "text/plain", "");
        });

        assertThat(policy(sts())).isEqualTo(StsPolicy.ABSENT);
        assertThat(host.requests()).isEqualTo(1);
    }

    @Test
    void aPageIsNoPolicy() {
        host.answers(exchange -> PolicyHost.say(exchange, 200, "text/html", ENFORCE));

        assertThat(policy(sts())).isEqualTo(StsPolicy.ABSENT);
    }

    @Test
    void morePolicyThanMayBeIsNone() {
        host.serves(ENFORCE + "x: " + "y".repeat(StsFetch.MAX_BYTES));

        assertThat(policy(sts())).isEqualTo(StsPolicy.ABSENT);
    }

    @Test
    void aHostNameThatNeverEndsIsNoPolicyAndMailGoesOn() {
        host.serves(ENFORCE + "mx: " + "a.".repeat(30_000) + "a\n");

        assertThat(policy(sts())).isEqualTo(StsPolicy.ABSENT);
    }

    @Test
    void aHostThatDripsItsPolicyIsNotWaitedFor() {
        host.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write('v');
                exchange.getResponseBody().flush();
                pause();
            }
        });

        assertThat(policy(sts("127.0.0.0/8", Duration.ofMillis(500)))).isEqualTo(StsPolicy.ABSENT);
    }

    @Test
    void aNewIdBringsTheNewPolicyWhileMailGoesOnByTheOld() {
        host.serves(ENFORCE);
        MtaSts sts = sts();
        policy(sts);

        host.serves(ENFORCE.replace("mail.mx.test", "new.mx.test"));
        newId("2");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(policy(sts).names("new.mx.test")).isTrue());
    }

    @Test
    void aPolicyIsKeptWhileItsSuccessorCannotBeHad() {
        host.serves(ENFORCE);
        MtaSts sts = sts();
        policy(sts);

        host.answers(exchange -> PolicyHost.say(exchange, 500, "text/plain", "broken"));
        newId("2");
        assertThat(policy(sts).enforced()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> host.requests() == 2);

        assertThat(policy(sts).enforced()).isTrue();
        dns.remove("_mta-sts.mx.test");
        pass(Duration.ofHours(1));
        assertThat(policy(sts).enforced()).as("without its record").isTrue();
    }

    @Test
    void aPolicyEndsWithItsMaxAge() {
        host.serves(ENFORCE);
        MtaSts sts = sts();
        policy(sts);

        host.answers(exchange -> PolicyHost.say(exchange, 500, "text/plain", "broken"));
        pass(Duration.ofHours(23));
        assertThat(policy(sts).enforced()).isTrue();

        pass(Duration.ofHours(2));
        assertThat(policy(sts)).isEqualTo(StsPolicy.ABSENT);
    }

    @Test
    void afterAFetchThatFailedNobodyIsAskedForFiveMinutes() {
        MtaSts sts = sts();
        policy(sts);
        policy(sts);
        assertThat(host.requests()).isEqualTo(1);

        host.serves(ENFORCE);
        pass(Duration.ofMinutes(6));
        assertThat(policy(sts).enforced()).isTrue();
    }

    private void newId(String id) {
        dns.remove("_mta-sts.mx.test").txt("_mta-sts.mx.test", "v=STSv1; id=" + id + ";");
        pass(Duration.ofMinutes(2));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private MtaSts sts() {
        return sts("127.0.0.0/8", Duration.ofSeconds(60));
    }

    private MtaSts sts(String allowed, Duration longest) {
        Dns names = new Dns(DnsSettings.of(List.of(dns.address())), nanos::get);
        return new MtaSts(names, host.fetch(vertx, names, allowed, longest), nanos::get, MtaSts.Bounds.USUAL);
    }

    private static StsPolicy policy(MtaSts sts) {
        return policy(sts, "mx.test");
    }

    private static StsPolicy policy(MtaSts sts, String domain) {
        StsPolicies.Answer answer = sts.of(domain)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return ((StsPolicies.Answer.Known) answer).policy();
    }
}
