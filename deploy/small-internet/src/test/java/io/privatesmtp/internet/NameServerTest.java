package io.privatesmtp.internet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class NameServerTest {
    private final NameServer dns = NameServer.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void recordsAreAnsweredWithTheirTimeToLive() throws IOException {
        dns.ttl(Duration.ofSeconds(7)).mx("example.test", 10, "mx1.example.test");

        Message answer = ask("EXAMPLE.test", Type.MX);

        assertThat(answer.getSection(Section.ANSWER))
                .extracting(Record::getTTL, r -> r.rdataToString().toLowerCase(Locale.ROOT))
                .containsExactly(tuple(7L, "10 mx1.example.test."));
        assertThat(dns.queries()).containsExactly(new DnsQuery("example.test", "MX", false));
    }

    @Test
    void whatIsBehindAnAliasComesWithIt() throws IOException {
        dns.cname("alias.test", "real.test").a("real.test", "127.0.0.9").aaaa("real.test", "::1");

        assertThat(data(ask("alias.test", Type.A))).containsExactly("real.test.", "127.0.0.9");
    }

    @Test
    void unknownNamesDoNotExistAndKnownOnesWithoutTheTypeDo() throws IOException {
        dns.a("mx.example.test", "127.0.0.9");

        assertThat(ask("nobody.test", Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(ask("mx.example.test", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void troubleComesOnCommandAndGoesAgain() throws IOException {
        dns.a("broken.test", "127.0.0.9").servfail("broken.test").silent("silent.test");

        assertThat(ask("broken.test", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThatThrownBy(() -> ask("silent.test", Type.A)).isInstanceOf(IOException.class);

        dns.remove("broken.test").a("broken.test", "127.0.0.10");
        assertThat(data(ask("broken.test", Type.A))).containsExactly("127.0.0.10");
    }

    @Test
    void truncatedAnswersAreWholeOverTcp() throws IOException {
        dns.a("big.test", "127.0.0.9").truncated("big.test");

        Message answer = ask("big.test", Type.A);

        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(data(answer)).containsExactly("127.0.0.9");
        assertThat(dns.queries()).extracting(DnsQuery::tcp).containsExactly(false, true);
    }

    @Test
    void largeAnswersAreTruncatedByThemselves() throws IOException {
        for (int i = 0; i < 200; i++) {
            dns.mx("many.test", i, "mx" + i + ".many.test");
        }

        assertThat(data(ask("many.test", Type.MX))).hasSize(200);
        assertThat(dns.queries()).extracting(DnsQuery::tcp).containsExactly(false, true);
    }

    private Message ask(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setTimeout(Duration.ofMillis(500));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }

    private static List<String> data(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
