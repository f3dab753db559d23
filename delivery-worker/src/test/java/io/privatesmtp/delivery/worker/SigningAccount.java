package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.delivery.dkim.Jdkim;
import io.privatesmtp.delivery.dkim.TestKeys;
import io.privatesmtp.internet.Received;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An account with an address of its own, whose rules name keys, and one message of it. */
final class SigningAccount implements AutoCloseable {
    private static final String SELECTOR = "s1";

    private final Bus bus = new Bus();
    private final Provider provider = new Provider(bus);
    private final String id = UUID.randomUUID().toString();
    private final String name;
    private final String ip;

    SigningAccount(String name, String ip) {
        this.name = name;
        this.ip = ip;
        provider.source(ip, SourceKind.PRIVATE, name, null);
        provider.account(name, AccountState.OPEN);
    }

    SigningAccount rule(String domain, String keyRef) {
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(
                        domain,
                        name,
                        false,
                        List.of(new WeightedSource(ip, 1)),
                        null,
                        null,
                        new DkimReference(SELECTOR, keyRef),
                        1));
        return this;
    }

    /** Returns once the worker knows all that. */
    SigningAccount settled() {
        provider.settled();
        return this;
    }

    void send(String domain) {
        send(domain, "From: a@" + domain + "\r\nTo: b@rcpt.test\r\nSubject: x\r\n\r\nhello\r\n.dot\r\n");
    }

    void send(String domain, String message) {
        bus.raw(id, name, "a@" + domain, List.of(id + "@rcpt.test"), message);
    }

    /** Waits until the message is held for its key, and for nothing else. */
    void awaitHeldForItsKey() {
        assertThat(bus.awaitEvents(id, e -> !e.isEmpty()))
                .singleElement()
                .isInstanceOfSatisfying(
                        MailEvent.Held.class,
                        held -> assertThat(held.holdReason()).isEqualTo(HoldReason.DKIM_KEY));
        assertThat(Provider.received(id + "@rcpt.test")).isEmpty();
    }

    /** Waits until the message was delivered, once, and with a signature that its receiver verifies. @return what arrived */
    byte[] awaitDeliveredWithASignature(String domain) {
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events.getLast()).isInstanceOf(MailEvent.Delivered.class);
        List<Received> received = Provider.received(id + "@rcpt.test");
        assertThat(received).hasSize(1);
        byte[] content = received.getFirst().content();
        assertThat(Jdkim.verifies(content, Map.of(SELECTOR + "._domainkey." + domain, TestKeys.record(TestKeys.RSA))))
                .isTrue();
        return content;
    }

    @Override
    public void close() {
        bus.close();
    }
}
