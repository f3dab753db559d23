package io.privatesmtp.delivery.tls;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.delivery.dns.SecureDns;
import io.privatesmtp.delivery.dns.SecureReply;
import io.privatesmtp.delivery.mx.Family;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What DNSSEC says about the certificates of a domain's hosts (RFC 7672): TLSA records count where the MX records, the host's
 * addresses and they themselves are signed and valid.
 */
public final class Dane implements HostFindings {
    private final SecureDns dns;

    public Dane(SecureDns dns) {
        this.dns = dns;
    }

    @Override
    public CompletionStage<Map<String, Finding>> of(
            String recipientDomain, Set<String> hosts, Family family, int port) {
        String domain = DomainName.canonicalOrNull(recipientDomain);
        Name name = domain == null ? null : name(domain);
        if (domain == null || name == null) {
            return CompletableFuture.completedFuture(all(hosts, new Finding.Nothing()));
        }
        CompletionStage<Map<String, Finding>> found = dns.lookup(name, Type.MX).thenCompose(mx -> switch (mx) {
            case SecureReply.Secure secure -> each(domain, hosts, named(domain, secure.records()), family, port);
            case SecureReply.Insecure insecure -> CompletableFuture.completedFuture(all(hosts, new Finding.Nothing()));
            case SecureReply.Failed failed ->
                CompletableFuture.completedFuture(all(hosts, new Finding.Broken(failed.text())));
        });
        return found.exceptionally(e -> all(hosts, new Finding.Broken("TLSA records of " + domain + ": " + e)));
    }

    /** The hosts of the signed records, or the domain itself where it is proven that there are none. */
    private static Set<String> named(String domain, List<Record> records) {
        Set<String> hosts = new HashSet<>();
        for (Record record : records) {
            if (record instanceof MXRecord mx) {
                hosts.add(mx.getTarget().canonicalize().toString(true));
            }
        }
        return hosts.isEmpty() ? Set.of(domain) : hosts;
    }

    private CompletionStage<Map<String, Finding>> each(
            String domain, Set<String> hosts, Set<String> signed, Family family, int port) {
        Map<String, CompletableFuture<Finding>> findings = new HashMap<>();
        for (String host : hosts) {
            findings.put(
                    host,
                    signed.contains(host)
                            ? about(domain, host, family, port)
                            : CompletableFuture.completedFuture(
                                    new Finding.Broken(host + " is not among the signed MX records of " + domain)));
        }
        return CompletableFuture.allOf(findings.values().toArray(CompletableFuture[]::new))
                .thenApply(v -> {
                    Map<String, Finding> found = new HashMap<>();
                    findings.forEach((host, finding) -> found.put(host, finding.join()));
                    return found;
                });
    }

    private CompletableFuture<Finding> about(String domain, String host, Family family, int port) {
        Name name = name(host);
        Name tlsa = name("_" + port + "._tcp." + host);
        if (name == null || tlsa == null) {
            return CompletableFuture.completedFuture(new Finding.Nothing());
        }
        // RFC 7672 section 2.2.2: without signed addresses there is no use in asking for the records.
        return dns.lookup(name, family == Family.V4 ? Type.A : Type.AAAA).thenCompose(addresses -> switch (addresses) {
            case SecureReply.Secure secure ->
                dns.lookup(tlsa, Type.TLSA).thenApply(reply -> finding(domain, host, reply));
            case SecureReply.Insecure insecure -> CompletableFuture.completedFuture(new Finding.Nothing());
            case SecureReply.Failed failed -> CompletableFuture.completedFuture(new Finding.Broken(failed.text()));
        });
    }

    private static Finding finding(String domain, String host, SecureReply reply) {
        return switch (reply) {
            case SecureReply.Secure secure when secure.records().isEmpty() -> new Finding.Nothing();
            case SecureReply.Secure secure -> {
                Set<DaneRecord> usable = new HashSet<>();
                for (Record record : secure.records()) {
                    DaneRecord one = record instanceof TLSARecord tlsa ? DaneRecord.of(tlsa) : null;
                    if (one != null) {
                        usable.add(one);
                    }
                }
                yield usable.isEmpty()
                        ? new Finding.Unusable()
                        : new Finding.Pinned(DaneCheck.of(usable, domain, host));
            }
            case SecureReply.Insecure insecure -> new Finding.Nothing();
            case SecureReply.Failed failed -> new Finding.Broken(failed.text());
        };
    }

    private static Map<String, Finding> all(Set<String> hosts, Finding finding) {
        Map<String, Finding> same = new HashMap<>();
        hosts.forEach(host -> same.put(host, finding));
        return same;
    }

    private static @Nullable Name name(String text) {
        try {
            return Name.fromString(text + '.');
        } catch (TextParseException e) {
            return null;
        }
    }
}
