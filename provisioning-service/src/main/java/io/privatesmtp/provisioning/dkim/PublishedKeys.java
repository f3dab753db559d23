package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Looks in DNS for the public halves of keys. An answer comes within seconds, whatever name servers do. */
@Startup
@Singleton
public class PublishedKeys {
    private static final String SERVERS = "psr.dns.servers";
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LookupSession session;

    PublishedKeys(@ConfigProperty(name = SERVERS) Optional<List<String>> servers) {
        List<InetSocketAddress> addresses = servers.map(
                        texts -> texts.stream().map(PublishedKeys::address).toList())
                .orElseGet(() -> ResolverConfig.getCurrentConfig().servers());
        ExtendedResolver resolver = new ExtendedResolver(
                addresses.stream().<Resolver>map(SimpleResolver::new).toList());
        resolver.setTimeout(ATTEMPT);
        resolver.setRetries(2);
        this.session = LookupSession.builder().resolver(resolver).build();
    }

    /** An address, and a port where it is not 53; IPv6 in brackets then. */
    private static InetSocketAddress address(String text) {
        String server = text.strip();
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > server.lastIndexOf(']') && (server.indexOf(':') == colon || server.startsWith("["));
        String port = hasPort ? server.substring(colon + 1) : "53";
        Require.that(port.matches("[0-9]{1,5}"), SERVERS, server, "must be host:port");
        String host = hasPort ? server.substring(0, colon) : server;
        return new InetSocketAddress(
                Ip.parse(SERVERS, host.startsWith("[") ? host.substring(1, host.length() - 1) : host),
                Integer.parseInt(port));
    }

    /** @param wanted the text that should be there, null where nobody knows */
    public Uni<Publication> look(String selector, String domain, @Nullable String wanted) {
        Name name;
        try {
            name = Name.fromString(DkimKey.recordName(selector, domain) + ".");
        } catch (TextParseException e) {
            return Uni.createFrom().item(Publication.ABSENT);
        }
        return Uni.createFrom()
                .completionStage(() -> session.lookupAsync(name, Type.TXT))
                .map(result -> Publication.of(texts(result), wanted))
                .ifNoItem()
                .after(LONGEST)
                .recoverWithItem(Publication.UNKNOWN)
                .onFailure()
                .recoverWithItem(PublishedKeys::failed);
    }

    private static Publication failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException
                ? Publication.ABSENT
                : Publication.UNKNOWN;
    }

    private static List<String> texts(LookupResult result) {
        return result.getRecords().stream()
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
    }
}
