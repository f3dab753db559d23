package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.HostFindings.Finding;
import io.privatesmtp.delivery.tls.StsPolicies.Answer;
import io.privatesmtp.delivery.tls.StsPolicy;
import io.privatesmtp.delivery.tls.TlsPolicies;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandsTest {
    /** RFC 7672 section 2.2: TLSA records of no use demand TLS. That takes nothing from what is demanded without them. */
    @ParameterizedTest
    @CsvSource({
        "none, none, encrypt",
        "none, may, encrypt",
        "none, verify, verify",
        "names the host, may, verify",
        "names another, may, no mail",
        "not asked for, may, no mail",
    })
    void tlsaRecordsOfNoUseDoNotLowerWhatIsDemandedWithoutThem(String policy, String level, String demanded) {
        assertThat(demanded(new Finding.Unusable(), policy, level)).isEqualTo(demanded);
    }

    private static String demanded(Finding finding, String policy, String level) {
        Demands demands = new Demands(TlsPolicies.of(SmtpTls.with(null, TlsLevel.valueOf(level.toUpperCase()))));
        MxCandidate host = new MxCandidate("mx.test", 10, List.of(InetAddress.ofLiteral("127.0.0.21")));
        Destination met = demands.meet(
                "rcpt.test", new MxAnswer.Hosts(List.of(host)), Map.of("mx.test", finding), sts(policy), 25);
        return met instanceof Destination.Places at
                ? at.places().getFirst().hop().terms().tls().text()
                : "no mail";
    }

    private static Answer sts(String policy) {
        return switch (policy) {
            case "none" -> Answer.NONE;
            case "not asked for" -> new Answer.NotYet("later");
            default ->
                new Answer.Known(new StsPolicy(
                        StsPolicy.Mode.ENFORCE,
                        List.of(policy.equals("names the host") ? "mx.test" : "other.test"),
                        Duration.ofDays(1)));
        };
    }
}
