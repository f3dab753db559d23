package io.privatesmtp.delivery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.internet.NameServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/** Against a name server that signs its zone. */
class SecureDnsTest {
    private static final Name ALIAS = Name.fromConstantString("alias.test.");

    private final NameServer dns = NameServer.start().signed();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void stop() {
        dns.close();
    }

    /** Hosts whose name servers do not answer would else keep the places from others for as many times as they were asked about. */
    @Test
    void whatIsNotWaitedForAnyMoreIsNotAskedForEither() {
        List<String> silent =
                Stream.of("a", "b", "c", "d").map(l -> l + ".test").toList();
        silent.forEach(dns::silent);
        SecureDns secure = secure(Duration.ofMillis(600), 1);
        List<CompletableFuture<SecureReply>> asked = silent.stream()
                .map(name -> secure.lookup(Name.fromConstantString(name + "."), Type.A))
                .toList();
        assertThat(asked).allSatisfy(one -> assertThat(one.join()).isInstanceOf(SecureReply.Failed.class));

        AtomicInteger others = new AtomicInteger();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            Name other = Name.fromConstantString("n" + others.incrementAndGet() + ".test.");
            return secure.lookup(other, Type.A).join() instanceof SecureReply.Secure;
        });

        assertThat(dns.queries("d.test", "A")).isZero();
    }

    @Test
    void recordsAreRememberedForAsLongAsTheySay() {
        dns.ttl(Duration.ofHours(20)).mx("example.test", 10, "mx.test");
        SecureDns secure = secure(Duration.ofSeconds(10), 8);
        Name name = Name.fromConstantString("example.test.");
        secure.lookup(name, Type.MX).join();

        pass(Duration.ofHours(19));
        secure.lookup(name, Type.MX).join();
        assertThat(dns.queries("example.test", "MX")).isEqualTo(1);

        pass(Duration.ofHours(2));
        secure.lookup(name, Type.MX).join();
        assertThat(dns.queries("example.test", "MX")).isEqualTo(2);
    }

    /** RFC 4035 section 5.3.3. */
    @Test
    void recordsAreNotRememberedBeyondTheirSignatures() {
        dns.ttl(Duration.ofHours(20)).mx("example.test", 10, "mx.test").signaturesLast(Duration.ofMinutes(10));
        SecureDns secure = secure(Duration.ofSeconds(10), 8);
        Name name = Name.fromConstantString("example.test.");
        secure.lookup(name, Type.MX).join();

        pass(Duration.ofMinutes(11));
        secure.lookup(name, Type.MX).join();

        assertThat(dns.queries("example.test", "MX")).isEqualTo(2);
    }

    /** RFC 2308 section 5. */
    @Test
    void thatThereIsNothingBehindAnAliasIsForgottenAsSoonAsAnyNegativeAnswer() {
        dns.ttl(Duration.ofHours(20)).cname("alias.test", "target.test").a("target.test", "127.0.0.21");
        SecureDns secure = secure(Duration.ofSeconds(10), 8);
        assertThat(secure.lookup(ALIAS, Type.TLSA).join()).isEqualTo(new SecureReply.Secure(List.of(), target()));

        TLSARecord record = new TLSARecord(target(), DClass.IN, 60, 3, 1, 1, new byte[32]);
        dns.add(record);
        pass(Duration.ofMinutes(6));

        assertThat(secure.lookup(ALIAS, Type.TLSA).join()).isEqualTo(new SecureReply.Secure(List.of(record), target()));
    }

    private static Name target() {
        return Name.fromConstantString("target.test.");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private SecureDns secure(Duration total, int concurrent) {
        DnsSettings settings = new DnsSettings(List.of(dns.address()), Duration.ofMillis(300), total, concurrent);
        return new SecureDns(settings, dns.anchor() + "\n", ForkJoinPool.commonPool(), nanos::get, Clock.systemUTC());
    }
}
