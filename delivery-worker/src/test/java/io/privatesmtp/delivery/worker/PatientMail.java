package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.Verdict;
import io.privatesmtp.internet.Visit;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One message of an account with an address of its own, and the host that it goes to. The host defers the message until it is
 * opened, and greets when it is let, so that what the worker does is never a matter of who is faster.
 */
final class PatientMail implements AutoCloseable {
    static final String PRIVATE = "127.0.0.16";

    /** Each has a host of its own, so that none waits for the port of the one before, nor for its lane's back-off. */
    private static final AtomicInteger HOSTS = new AtomicInteger();

    final Bus bus = new Bus();
    final Provider provider = new Provider(bus);
    final String id = UUID.randomUUID().toString();
    final String account = "w-" + id.substring(0, 8);
    final String domain = account + ".test";
    private final AtomicBoolean open = new AtomicBoolean();
    private final List<InetAddress> visits = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch greeting = new CountDownLatch(0);
    private final String address = "127.0.24." + HOSTS.incrementAndGet();
    final ReceivingHost host = ReceivingHost.on(address, SmallInternet.receiver.port())
            .policy(this::answer)
            .start();

    PatientMail() {
        SmallInternet.names.mx("to-" + domain, 10, "mx." + domain).a("mx." + domain, address);
        provider.shared();
        provider.account(account, AccountState.OPEN);
        provider.source(PRIVATE, SourceKind.PRIVATE, account, null);
    }

    private Verdict answer(Visit visit) {
        if (visit.point() == Visit.Point.CONNECT) {
            visits.add(visit.peer());
            try {
                greeting.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return visit.point() == Visit.Point.RCPT && !open.get()
                ? Verdict.reply(450, "4.2.1 The mailbox is being moved")
                : Verdict.ACCEPT;
    }

    /** From now on the host takes what it is given. */
    void open() {
        open.set(true);
    }

    void send() {
        String message = "From: news@" + domain + "\r\nSubject: x\r\n\r\nhello\r\n";
        bus.raw(id, account, "news@" + domain, List.of("ann@to-" + domain), message);
    }

    /** Sends it, does something once the worker has connected, and lets the host greet when the worker knows. */
    void sendAndBeforeTheGreeting(Runnable change) {
        visits.clear();
        greeting = new CountDownLatch(1);
        send();
        awaitVisit();
        change.run();
        provider.settled();
        greeting.countDown();
    }

    private void awaitVisit() {
        Instant end = Instant.now().plusSeconds(90);
        while (visits.isEmpty() && Instant.now().isBefore(end)) {
            Bus.pause();
        }
        assertThat(visits).as("connections").isNotEmpty();
    }

    /** The one event that ends it. */
    MailEvent end() {
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events).filteredOn(MailEvent::terminal).hasSize(1);
        return events.stream().filter(MailEvent::terminal).findFirst().orElseThrow();
    }

    /** Waits until it is held, once. */
    void held(HoldReason reason) {
        bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent.Held.class::isInstance));
        assertThat(holds())
                .singleElement()
                .satisfies(held -> assertThat(held.holdReason()).isEqualTo(reason));
    }

    List<MailEvent.Held> holds() {
        return bus.events(id).stream()
                .filter(MailEvent.Held.class::isInstance)
                .map(MailEvent.Held.class::cast)
                .toList();
    }

    @Override
    public void close() {
        greeting.countDown();
        open();
        host.close();
        bus.close();
    }
}
