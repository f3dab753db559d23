package io.privatesmtp.standalone.endtoend;

import io.privatesmtp.embedded.Ports;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.Received;
import io.privatesmtp.internet.ReceivingHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A name server and the MX hosts of two recipient domains. */
final class Receivers implements AutoCloseable {
    static final List<String> DOMAINS = List.of("mailbox.test", "letters.test");

    private final NameServer names = NameServer.start();
    private final List<ReceivingHost> hosts = new ArrayList<>();

    Receivers() {
        var port = Ports.free();
        for (var domain : DOMAINS) {
            var address = "127.0.0." + (21 + hosts.size());
            names.mx(domain, 10, "mx." + domain).a("mx." + domain, address);
            hosts.add(ReceivingHost.on(address, port).name("mx." + domain).start());
        }
    }

    /** What tells the services of this Internet. */
    Map<String, String> environment() {
        return Map.of(
                "PSR_DNS_SERVERS", names.hostAndPort(),
                "PSR_SMTP_PORT", Integer.toString(hosts.getFirst().port()),
                "PSR_SMTP_ALLOW_NETWORKS", "127.0.0.0/8");
    }

    /** Every message that was taken, at all hosts. */
    List<Received> received() {
        return hosts.stream().flatMap(host -> host.received().stream()).toList();
    }

    /** Whom mail of this sender reached, each with the addresses from which it came: two where it came twice. */
    Map<String, List<String>> addressesByRecipient(String sender) {
        Map<String, List<String>> addresses = new HashMap<>();
        received().stream()
                .filter(message -> message.from().equals(sender))
                .flatMap(message -> message.to().stream().map(to -> Map.entry(to, message.peerIp())))
                .forEach(seen -> addresses
                        .computeIfAbsent(seen.getKey(), to -> new ArrayList<>())
                        .add(seen.getValue()));
        return addresses;
    }

    /** The domains whose mail came from this address. */
    Stream<String> senderDomains(String address) {
        return received().stream()
                .filter(message -> message.peerIp().equals(address))
                .map(message -> message.from().substring(message.from().lastIndexOf('@') + 1))
                .distinct();
    }

    @Override
    public void close() {
        hosts.forEach(ReceivingHost::close);
        names.close();
    }
}
