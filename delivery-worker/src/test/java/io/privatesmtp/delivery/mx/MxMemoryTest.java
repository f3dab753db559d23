package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.MxAnswer.Hosts;
import io.privatesmtp.internet.NameServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered, and for how long. */
class MxMemoryTest {
    private final NameServer dns = NameServer.start();
    private final AtomicLong nanos = new AtomicLong();
    private final MxResolver resolver = new MxResolver(
            DnsSettings.parse(dns.hostAndPort()),
            new AddressVetting(Network.parseAll("allow", "127.0.0.0/8")),
            new Random(7),
            nanos::get);

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void aRememberedAnswerIsCompleteAtOnce() {
        dns.a("example.test", "127.0.0.21");
        join(resolver.resolve("example.test", Family.V4));

        CompletionStage<MxAnswer> again = resolver.resolve("example.test", Family.V4);

        assertThat(again.toCompletableFuture()).isDone();
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void theShortestTimeToLiveHolds() {
        dns.ttl(Duration.ofSeconds(100)).mx("example.test", 10, "mx.test");
        dns.ttl(Duration.ofSeconds(40)).a("mx.test", "127.0.0.21");
        join(resolver.resolve("example.test", Family.V4));

        pass(39);
        join(resolver.resolve("example.test", Family.V4));
        assertThat(dns.queries("mx.test", "A")).isEqualTo(1);

        pass(2);
        join(resolver.resolve("example.test", Family.V4));
        assertThat(dns.queries("mx.test", "A")).isEqualTo(2);
        assertThat(dns.queries("example.test", "MX")).isEqualTo(1);
    }

    @Test
    void negativeAnswersAreRememberedAsTheZoneSays() {
        join(resolver.resolve("nobody.test", Family.V4));
        dns.a("nobody.test", "127.0.0.21");

        assertThat(join(resolver.resolve("nobody.test", Family.V4))).isInstanceOf(MxAnswer.NoSuchDomain.class);
        pass(6);
        assertThat(join(resolver.resolve("nobody.test", Family.V4))).isInstanceOf(Hosts.class);
    }

    @Test
    void failuresAreForgottenSoon() {
        dns.servfail("example.test");
        join(resolver.resolve("example.test", Family.V4));
        dns.remove("example.test").a("example.test", "127.0.0.21");

        pass(4);

        assertThat(join(resolver.resolve("example.test", Family.V4))).isInstanceOf(Hosts.class);
    }

    @Test
    void manyWhoAskAtOnceCauseOneQuestion() {
        dns.a("example.test", "127.0.0.21");

        List<CompletableFuture<MxAnswer>> all = IntStream.range(0, 500)
                .mapToObj(i -> resolver.resolve("example.test", Family.V4).toCompletableFuture())
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void hostsAreSharedByTheDomainsTheyServe() {
        dns.a("mx.test", "127.0.0.21");
        for (int i = 0; i < 20; i++) {
            dns.mx("d" + i + ".test", 10, "mx.test");
            join(resolver.resolve("d" + i + ".test", Family.V4));
        }

        assertThat(dns.queries("mx.test", "A")).isEqualTo(1);
    }

    @Test
    void equalsAreDrawnAnewFromMemory() {
        Set<String> first = new HashSet<>();
        for (String host : List.of("a.test", "b.test", "c.test")) {
            dns.mx("example.test", 10, host).a(host, "127.0.0.21");
        }

        for (int i = 0; i < 100; i++) {
            Hosts hosts = (Hosts) join(resolver.resolve("example.test", Family.V4));
            first.add(hosts.candidates().getFirst().host());
        }

        assertThat(first).hasSize(3);
        assertThat(dns.queries("example.test", "MX")).isEqualTo(1);
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static MxAnswer join(CompletionStage<MxAnswer> stage) {
        return stage.toCompletableFuture().join();
    }
}
