package io.privatesmtp.delivery.tls;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.delivery.dns.SecureDns;
import io.privatesmtp.delivery.dns.SecureReply;
import io.privatesmtp.delivery.mx.Family;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
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
            case SecureReply.Secure secure ->
                each(distinct(domain, text(secure.name())), hosts, named(domain, secure.records()), family, port);
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
                hosts.add(text(mx.getTarget()));
            }
        }
        return hosts.isEmpty() ? Set.of(domain) : hosts;
    }

    /** @param domains the recipient's, by the names that it has */
    private CompletionStage<Map<String, Finding>> each(
            Set<String> domains, Set<String> hosts, Set<String> signed, Family family, int port) {
        Map<String, CompletableFuture<Finding>> findings = new HashMap<>();
        for (String host : hosts) {
            findings.put(
                    host,
                    signed.contains(host)
                            ? about(domains, host, family, port)
                            : CompletableFuture.completedFuture(new Finding.Broken(
                                    host + " is not among the signed MX records of " + String.join(", ", domains))));
        }
        return CompletableFuture.allOf(findings.values().toArray(CompletableFuture[]::new))
                .thenApply(v -> {
                    Map<String, Finding> found = new HashMap<>();
                    findings.forEach((host, finding) -> found.put(host, finding.join()));
                    return found;
                });
    }

    private CompletableFuture<Finding> about(Set<String> domains, String host, Family family, int port) {
        Name name = name(host);
        if (name == null) {
            return CompletableFuture.completedFuture(new Finding.Nothing());
        }
        // RFC 7672 section 2.2.2: without signed addresses there is no use in asking for the records.
        return dns.lookup(name, family == Family.V4 ? Type.A : Type.AAAA).thenCompose(addresses -> switch (addresses) {
            case SecureReply.Secure secure -> {
                Set<String> names = new HashSet<>(domains);
                names.add(host);
                yield records(names, distinct(text(secure.name()), host), port);
            }
            case SecureReply.Insecure insecure -> CompletableFuture.completedFuture(new Finding.Nothing());
            case SecureReply.Failed failed -> CompletableFuture.completedFuture(new Finding.Broken(failed.text()));
        });
    }

    /** RFC 7671 section 7: what the host is an alias of goes before the host, where it has records. */
    private CompletableFuture<Finding> records(Set<String> names, SequencedSet<String> bases, int port) {
        String base = bases.removeFirst();
        Name tlsa = name("_" + port + "._tcp." + base);
        CompletableFuture<Finding> found = tlsa == null
                ? CompletableFuture.completedFuture(new Finding.Nothing())
                : dns.lookup(tlsa, Type.TLSA).thenApply(reply -> finding(names, base, reply));
        return found.thenCompose(finding -> finding instanceof Finding.Nothing && !bases.isEmpty()
                ? records(names, bases, port)
                : CompletableFuture.completedFuture(finding));
    }

    private static Finding finding(Set<String> names, String base, SecureReply reply) {
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
                Set<String> all = new HashSet<>(names);
                all.add(base);
                yield usable.isEmpty() ? new Finding.Unusable() : new Finding.Pinned(DaneCheck.of(usable, base, all));
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

    private static SequencedSet<String> distinct(String one, String other) {
        return new LinkedHashSet<>(List.of(one, other));
    }

    private static String text(Name name) {
        return name.canonicalize().toString(true);
    }

    private static @Nullable Name name(String text) {
        try {
            return Name.fromString(text + '.');
        } catch (TextParseException e) {
            return null;
        }
    }
}
