package io.privatesmtp.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.ServiceProcesses;
import io.privatesmtp.standalone.system.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a request to the wire and back, through REST, the bus and SMTP alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
    private static final String SHARED = "127.0.0.30";
    private static final int BUYERS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Receivers receivers;
    private ServiceProcesses services;
    private Operator operator;
    private Submissions producer;
    private Bus bus;

    @BeforeAll
    void provisionTenAccounts(@TempDir Path folder) {
        var watch = Stopwatch.started();
        receivers = new Receivers();
        var settings = new HashMap<>(receivers.environment());
        settings.put("PSR_TOPICS_PARTITIONS", "6");
        settings.put("PSR_RETRY_DELAYS", "2s,10s");
        services = ServiceProcesses.start(folder, settings);
        operator = new Operator(services.home());
        producer = new Submissions(KafkaResource.bootstrapServers());
        bus = new Bus(KafkaResource.bootstrapServers());
        figure("all services healthy after", watch.toString());

        operator.addAddress(SHARED, "shared");
        var delays = new ArrayList<Long>();
        for (int i = 0; i < BUYERS; i++) {
            operator.openAccount(account(i), address(i));
            operator.approve(operator.request(account(i), domain(i), address(i)));
            delays.add(operator.awaitRule(domain(i)).toMillis());
        }
        figure("milliseconds from each approval to the worker's table", delays.toString());
    }

    @AfterAll
    void stop() {
        if (producer != null) {
            producer.close();
        }
        if (services != null) {
            services.close();
        }
        if (receivers != null) {
            receivers.close();
        }
    }

    @Test
    void eachPrivateDomainLeavesFromItsAddressAndNobodyElseDoes() {
        // given 1,000 messages under a rule and 1,000 under none, and the address that each recipient must see
        var letters = new ArrayList<ProducerRecord<byte[], byte[]>>();
        Map<String, String> expected = new HashMap<>();
        for (int n = 0; n < 2_000; n++) {
            var isPrivate = n % 2 == 0;
            // every tenth goes to two sites
            var recipients = recipients("mixed-" + n, n % 20 < 2 ? 2 : 1);
            var address = isPrivate ? address(buyer(n)) : SHARED;
            recipients.forEach(recipient -> expected.put(recipient, address));
            letters.add(mixed(n, isPrivate, recipients));
        }

        // when all are submitted at once
        var watch = Stopwatch.started();
        Parallel.each(letters, producer::submit);
        figure("2,000 messages submitted after", watch.toString());

        // then each recipient has one terminal event, and the address in it is the one that the receiver saw, once
        var events = bus.awaitTerminalEvents(expected.keySet());
        figure("all recipients have a terminal event after", watch.toString());
        expected.forEach((recipient, address) -> assertDeliveredOnce(events.get(recipient), address));
        var seen = new HashMap<String, List<String>>();
        for (int i = 0; i < BUYERS; i++) {
            seen.putAll(receivers.addressesByRecipient("news@" + domain(i)));
            seen.putAll(receivers.addressesByRecipient("news@common-" + i + ".test"));
        }
        seen.keySet().removeIf(recipient -> !recipient.startsWith("mixed-"));
        assertThat(seen).hasSameSizeAs(expected);
        expected.forEach((recipient, address) ->
                assertThat(seen.get(recipient)).as(recipient).containsExactly(address));

        // and nobody else's mail came from a private address
        for (int i = 0; i < BUYERS; i++) {
            assertThat(receivers.senderDomains(address(i))).containsExactly(domain(i));
        }
    }

    @Test
    void aRuleIsInForceFromItsApprovalToItsWithdrawalWhileMailFlows() {
        // given mail of a domain without a rule
        var sender = "news@late.test";
        var address = address(BUYERS);
        operator.openAccount("late", address);
        var request = operator.request("late", "late.test", address);
        try (var steady = new SteadySender(producer, sender)) {
            await("mail before the approval", () -> arrived(sender, 0, 20));

            // when the rule is approved, then mail leaves from the account's address, and all that is submitted later
            operator.approve(request);
            var watch = Stopwatch.started();
            await("mail from the private address", () -> countFrom(sender, address) > 0);
            figure("approval answered, first mail from the address after", millis(watch));
            var approved = steady.submitted();
            await("mail after the approval", () -> arrived(sender, approved, approved + 20));

            // when it is withdrawn, then mail leaves from the shared address again
            operator.withdraw(request);
            watch = Stopwatch.started();
            var before = countFrom(sender, SHARED);
            await("mail from the shared address", () -> countFrom(sender, SHARED) > before);
            figure("withdrawal answered, first mail from the shared address after", millis(watch));
            var withdrawn = steady.submitted();
            await("mail after the withdrawal", () -> arrived(sender, withdrawn, withdrawn + 20));
            steady.close();

            var all = SteadySender.recipients(0, steady.submitted());
            var events = bus.awaitTerminalEvents(all);
            var seen = receivers.addressesByRecipient(sender);
            assertThat(seen).containsOnlyKeys(all);
            all.forEach(recipient -> assertThat(seen.get(recipient)).hasSize(1));
            all.forEach(recipient -> assertDeliveredOnce(
                    events.get(recipient), seen.get(recipient).getFirst()));
            assertAllFrom(SHARED, seen, SteadySender.recipients(0, 20));
            assertAllFrom(address, seen, SteadySender.recipients(approved, approved + 20));
            assertAllFrom(SHARED, seen, SteadySender.recipients(withdrawn, steady.submitted()));
        }
    }

    @Test
    void whatIsWrongWithASubmissionIsSaidInADeadLetterAndToItsRecipients() {
        // given a submission for each thing that may be wrong, and the code that says so
        var own = "news@" + domain(1);
        Map<String, ProducerRecord<byte[], byte[]>> bad = Map.of(
                "not-json", Letters.bytes(Topics.OUTBOUND, "not-json", "Hello?"),
                "schema", Letters.bytes(Topics.OUTBOUND, "schema", """
                        {"envelope": {"from": "a@common-1.test", "to": ["schema@mailbox.test"]}}"""),
                "no-recipients", Letters.bytes(Topics.OUTBOUND, "no-recipients", """
                        {"envelope": {"from": "a@common-1.test", "to": []},
                         "content": {"from": "a@common-1.test", "text": "Hello"}}"""),
                "domain-not-owned",
                        Letters.json("domain-not-owned", account(2), own, List.of("domain-not-owned@mailbox.test")),
                "header-injection",
                        Letters.json(
                                "header-injection",
                                account(1),
                                own,
                                List.of("header-injection@mailbox.test"),
                                Map.of("X-Campaign", "a\r\nBcc: everybody@mailbox.test")),
                "too-large",
                        Submissions.raw(
                                Topics.OUTBOUND,
                                "too-large",
                                null,
                                own,
                                List.of("too-large@mailbox.test"),
                                Letters.rfc5322("too-large", own, "1234567\r\n".repeat(3_000_000))));

        // when each is submitted, followed by a good one in the same partition
        var good = new ArrayList<String>();
        bad.forEach((code, submission) -> {
            producer.submit(submission);
            var next = Letters.raw("after-" + code, own, List.of("after-" + code + "@mailbox.test"));
            producer.submit(new ProducerRecord<>(next.topic(), null, submission.key(), next.value(), next.headers()));
            good.add("after-" + code + "@mailbox.test");
        });

        // then each is a dead letter as it came, with its code and a sentence
        var letters = bus.awaitDeadLetters(bad.keySet());
        bad.forEach((code, submission) -> {
            var letter = letters.get(code);
            assertThat(letter.errorCode()).as(letter.error()).isEqualTo(code);
            assertThat(letter.error()).as(code).isNotBlank();
            assertThat(letter.value()).as(code).isEqualTo(submission.value());
        });

        // and each recipient that can be read is told, and the good mail behind it arrives
        var named = List.of("schema", "domain-not-owned", "header-injection", "too-large").stream()
                .map(code -> code + "@mailbox.test")
                .toList();
        bus.awaitTerminalEvents(named)
                .forEach((recipient, events) -> assertThat(events)
                        .as(recipient)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                MailEvent.Bounced.class,
                                bounced -> assertThat(bounced.category()).isEqualTo(Category.REJECTED)));
        bus.awaitTerminalEvents(good).values().forEach(events -> assertDeliveredOnce(events, address(1)));
        assertThat(receivers.addressesByRecipient(own)).doesNotContainKeys(named.toArray(String[]::new));
    }

    /** Half of them JSON, half raw; a raw one does not say whose it is, its domain's rule does. */
    private static ProducerRecord<byte[], byte[]> mixed(int n, boolean isPrivate, List<String> recipients) {
        var id = "mixed-" + n;
        var sender = "news@" + (isPrivate ? domain(buyer(n)) : "common-" + buyer(n) + ".test");
        return n % 4 < 2
                ? Letters.raw(id, sender, recipients)
                : Letters.json(id, isPrivate ? account(buyer(n)) : null, sender, recipients);
    }

    /** Whose the message of this number is. */
    private static int buyer(int n) {
        return n / 2 % BUYERS;
    }

    private boolean arrived(String sender, int from, int to) {
        return receivers.addressesByRecipient(sender).keySet().containsAll(SteadySender.recipients(from, to));
    }

    private long countFrom(String sender, String address) {
        return receivers.addressesByRecipient(sender).values().stream()
                .filter(addresses -> addresses.contains(address))
                .count();
    }

    private static void assertAllFrom(String address, Map<String, List<String>> seen, List<String> recipients) {
        recipients.forEach(
                recipient -> assertThat(seen.get(recipient)).as(recipient).containsExactly(address));
    }

    private static void assertDeliveredOnce(List<MailEvent> terminal, String address) {
        assertThat(terminal)
                .singleElement()
                .isInstanceOfSatisfying(
                        MailEvent.Delivered.class,
                        delivered -> assertThat(delivered.dialogue().boundAddress())
                                .as(delivered.message().recipient())
                                .isEqualTo(address));
    }

    private static void await(String what, BooleanSupplier condition) {
        var watch = Stopwatch.started();
        while (!condition.getAsBoolean()) {
            assertThat(watch.elapsed()).as("waiting for " + what).isLessThan(PATIENCE);
            Parallel.pause(Duration.ofMillis(5));
        }
    }

    /** For who reads the test's output; nothing is asserted on time. */
    private static void figure(String what, String value) {
        System.out.println(what + ": " + value);
    }

    private static String millis(Stopwatch watch) {
        return watch.elapsed().toMillis() + " ms";
    }

    private static List<String> recipients(String name, int count) {
        return Receivers.DOMAINS.subList(0, count).stream()
                .map(domain -> name + "@" + domain)
                .toList();
    }

    private static String account(int buyer) {
        return "buyer-" + buyer;
    }

    private static String domain(int buyer) {
        return "private-" + buyer + ".test";
    }

    private static String address(int buyer) {
        return "127.0.0." + (31 + buyer);
    }
}
