package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.tls.PolicyHost;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.ReceivingPolicy;
import io.privatesmtp.internet.SelfSigned;
import io.privatesmtp.internet.Verdict;
import io.privatesmtp.internet.Visit;
import io.privatesmtp.internet.script.TestCertificate;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;

/**
 * Receiving hosts with all sorts of TLS: none (plain), one that nobody vouches for (sealed), one that the worker trusts (known),
 * the same under another name (misnamed), one that fails (broken). A domain's first label is its policy.
 */
public final class TlsInternet implements QuarkusTestResourceLifecycleManager {
    private static final List<ReceivingHost> hosts = new ArrayList<>();

    private NameServer names;
    private PolicyHost policyHost;
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            return begin();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> begin() throws IOException, GeneralSecurityException {
        names = NameServer.start().signed();
        SSLContext broken = SSLContext.getInstance("TLS");
        broken.init(new KeyManager[0], null, null);
        host("plain.test", "mx.plain.test", "127.0.0.21", null);
        host("sealed.test", "mx.sealed.test", "127.0.0.22", SelfSigned.context("mx.sealed.test"));
        host("known.test", "known.mx.test", "127.0.0.23", TestCertificate.context());
        host("misnamed.test", "mx.misnamed.test", "127.0.0.24", TestCertificate.context());
        host("broken.test", "mx.broken.test", "127.0.0.25", broken);
        host("flaky.test", "mx.flaky.test", "127.0.0.26", FlakyTls.context(), new StubbornPolicy());
        names.mx("encrypt.second.test", 10, "mx.plain.test").mx("encrypt.second.test", 20, "mx.sealed.test");

        names.mx("mx.test", 10, "mx.sealed.test").mx("mx.test", 20, "known.mx.test");
        names.a("mta-sts.mx.test", "127.0.0.1").txt("_mta-sts.mx.test", "v=STSv1; id=1;");
        pinned("dane", TestAuthority.digest(0));
        pinned("forged", TestAuthority.digest(1));
        policyHost = new PolicyHost();
        policyHost.serves("version: STSv1\nmode: enforce\nmx: *.mx.test\nmax_age: 86400\n");

        folder = Files.createTempDirectory("tls");
        Path policies = Files.writeString(folder.resolve("tls.yaml"), """
                policies:
                  - domains: ["none.*"]
                    level: none
                  - domains: ["encrypt.*"]
                    level: encrypt
                  - domains: ["verify.*"]
                    level: verify
                """);
        Path anchors = Files.writeString(folder.resolve("anchors.zone"), names.anchor() + "\n");
        Map<String, String> settings = new HashMap<>(SmallInternet.settings(names, hosts.getFirst()));
        settings.put("psr.smtp.tls.policy-file", policies.toString());
        settings.put("psr.smtp.dane", "true");
        settings.put("psr.smtp.dnssec-anchors", anchors.toString());
        settings.put("psr.smtp.mta-sts-port", Integer.toString(policyHost.port()));
        settings.put("psr.smtp.tls.ca-file", TestAuthority.pem(folder).toString());
        return settings;
    }

    /** Takes no mail the first time that it is asked: that was in the clear (RFC 3207 section 4). */
    private static final class StubbornPolicy implements ReceivingPolicy {
        private final AtomicBoolean asked = new AtomicBoolean();

        @Override
        public Verdict decide(Visit visit) {
            return visit.point() == Visit.Point.MAIL && asked.compareAndSet(false, true)
                    ? Verdict.reply(530, "5.7.0 Must issue a STARTTLS command first")
                    : Verdict.ACCEPT;
        }
    }

    /** A domain whose host, with the certificate of {@link TestCertificate}, publishes what it shall be (RFC 7672). */
    private void pinned(String label, byte[] digest) {
        String host = label + ".mx.test";
        names.mx(label + ".test", 10, host).a(host, "127.0.0.23");
        Name owner = Name.fromConstantString("_" + hosts.getFirst().port() + "._tcp." + host + ".");
        names.add(new TLSARecord(owner, DClass.IN, 60, 3, 0, 1, digest));
    }

    private void host(String domain, String name, String address, SSLContext tls) {
        host(domain, name, address, tls, ReceivingPolicy.ACCEPT_ALL);
    }

    private void host(String domain, String name, String address, SSLContext tls, ReceivingPolicy policy) {
        ReceivingHost.Builder host =
                ReceivingHost.on(address, hosts.isEmpty() ? 0 : hosts.getFirst().port());
        hosts.add((tls == null ? host : host.tls(tls)).name(name).policy(policy).start());
        names.a(name, address);
        for (String level : List.of("none", "may", "encrypt", "verify")) {
            names.mx(level + "." + domain, 10, name);
        }
    }

    /** How the messages to the recipient came, in order: the TLS protocol, or nothing in the clear. */
    static List<String> protocols(String recipient) {
        return hosts.stream()
                .flatMap(host -> host.received().stream())
                .filter(message -> message.to().contains(recipient))
                .map(message -> message.tls() == null ? "" : message.tls())
                .toList();
    }

    @Override
    public void stop() {
        hosts.forEach(ReceivingHost::close);
        hosts.clear();
        names.close();
        policyHost.close();
        TestAuthority.delete(folder);
    }
}
