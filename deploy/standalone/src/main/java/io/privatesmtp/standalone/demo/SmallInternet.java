package io.privatesmtp.standalone.demo;

import io.privatesmtp.embedded.Ports;
import io.privatesmtp.internet.LocalPartPolicy;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.ReceivingPolicy;
import io.privatesmtp.internet.Visit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Name server and MX hosts of two recipient domains. They note from where each recipient was named to them. */
final class SmallInternet implements AutoCloseable {
    /** A recipient was named (RCPT) by a client at this address, whatever the answer was. */
    record Sighting(String peer, String sender, String recipient) {}

    private static final String MAILBOX_MX = "127.0.0.21";
    private static final String LETTERS_MX = "127.0.0.22";

    private final List<Sighting> sightings = new CopyOnWriteArrayList<>();
    private final NameServer names;
    private final List<ReceivingHost> hosts;
    private final int smtpPort;

    private SmallInternet(NameServer names, int smtpPort) {
        this.names = names;
        this.smtpPort = smtpPort;
        this.hosts = List.of(host(MAILBOX_MX, "mx.mailbox.test"), host(LETTERS_MX, "mx.letters.test"));
    }

    static SmallInternet start() {
        var names = NameServer.start()
                .mx("mailbox.test", 10, "mx.mailbox.test")
                .a("mx.mailbox.test", MAILBOX_MX)
                .mx("letters.test", 10, "mx.letters.test")
                .a("mx.letters.test", LETTERS_MX);
        return new SmallInternet(names, Ports.free());
    }

    /** {@code host:port}. */
    String nameServer() {
        return names.hostAndPort();
    }

    /** The same for all MX hosts. */
    int smtpPort() {
        return smtpPort;
    }

    List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    @Override
    public void close() {
        hosts.forEach(ReceivingHost::close);
        names.close();
    }

    private ReceivingHost host(String address, String name) {
        return ReceivingHost.on(address, smtpPort)
                .name(name)
                .policy(noting(new LocalPartPolicy()))
                .start();
    }

    private ReceivingPolicy noting(ReceivingPolicy policy) {
        return visit -> {
            if (visit.point() == Visit.Point.RCPT) {
                sightings.add(new Sighting(visit.peer().getHostAddress(), visit.from(), visit.recipient()));
            }
            return policy.decide(visit);
        };
    }
}
