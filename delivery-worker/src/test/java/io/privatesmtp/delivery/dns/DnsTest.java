package io.privatesmtp.delivery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.privatesmtp.internet.NameServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class DnsTest {
    private static final Name NAME = Name.fromConstantString("example.test.");

    @Test
    void theNextServerIsAskedWhenOneFailsAndThenAskedFirst() {
        try (NameServer bad = NameServer.start().servfail("example.test");
                NameServer good = NameServer.start().a("example.test", "127.0.0.21")) {
            Dns dns = dns(Duration.ofSeconds(5), bad.address(), good.address());

            assertThat(dns.lookup(NAME, Type.A).join().reply()).isInstanceOf(DnsReply.Found.class);
            assertThat(dns.lookup(NAME, Type.MX).join().reply()).isInstanceOf(DnsReply.NoData.class);

            assertThat(bad.queries()).hasSize(1);
            assertThat(good.queries()).hasSize(2);
        }
    }

    @Test
    void aSilentServerCostsItsAttemptOnly() {
        try (NameServer silent = NameServer.start().silent("example.test");
                NameServer good = NameServer.start().a("example.test", "127.0.0.21")) {
            Dns dns = dns(Duration.ofSeconds(10), silent.address(), good.address());

            assertThat(dns.lookup(NAME, Type.A).join().reply()).isInstanceOf(DnsReply.Found.class);
        }
    }

    @Test
    void everyQuestionEndsEvenWhileAllPlacesAreTaken() {
        try (NameServer silent = NameServer.start()) {
            IntStream.range(0, 100).forEach(i -> silent.silent("n" + i + ".test"));
            Dns dns = dns(Duration.ofMillis(600), silent.address());

            List<CompletableFuture<Dns.Dated>> all = IntStream.range(0, 100)
                    .mapToObj(i -> dns.lookup(Name.fromConstantString("n" + i + ".test."), Type.A))
                    .toList();

            assertThat(all).allSatisfy(one -> assertThat(one.join().reply()).isInstanceOf(DnsReply.Failed.class));
            assertThat(silent.queries()).hasSizeLessThan(100);
        }
    }

    @Test
    void truncatedAnswersAreAskedForOverTcp() {
        try (NameServer server =
                NameServer.start().a("example.test", "127.0.0.21").truncated("example.test")) {
            Dns dns = dns(Duration.ofSeconds(5), server.address());

            assertThat(dns.lookup(NAME, Type.A).join().reply()).isInstanceOf(DnsReply.Found.class);
            assertThat(server.queries()).extracting("tcp").containsExactly(false, true);
        }
    }

    /** Whoever answers chooses the size of the answer, and for how long it is to be remembered. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersTakeNoMoreMemoryThanTheyMayInAll(boolean large) {
        List<String> strings = Collections.nCopies(2_000, "");
        try (NameServer server = NameServer.start()) {
            List<Name> names = IntStream.range(0, 50)
                    .mapToObj(i -> Name.fromConstantString("n" + i + ".test."))
                    .toList();
            names.forEach(name -> server.truncated(name.toString())
                    .add(new TXTRecord(name, DClass.IN, 86_400, large ? strings : List.of("v=spf1 -all"))));
            Dns dns = new Dns(DnsSettings.of(List.of(server.address())), Ticker.systemTicker(), 1 << 20);

            for (int i = 0; i < 20; i++) {
                names.forEach(name -> dns.lookup(name, Type.TXT).join());
            }

            long once = names.size() * 2L;
            assertThat(server.queries().size() > once).isEqualTo(large);
        }
    }

    @Test
    void noServerAtAllIsAFailure() {
        InetSocketAddress gone;
        try (NameServer server = NameServer.start()) {
            gone = server.address();
        }

        assertThat(dns(Duration.ofSeconds(5), gone).lookup(NAME, Type.A).join().reply())
                .isInstanceOf(DnsReply.Failed.class);
    }

    private static Dns dns(Duration total, InetSocketAddress... servers) {
        return new Dns(new DnsSettings(List.of(servers), Duration.ofMillis(300), total, 8), Ticker.systemTicker());
    }
}
