import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.standalone.bus.BusReader;
import io.privatesmtp.standalone.bus.Submissions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Two workers, each on a host with addresses of its own: does every message leave from the host that has its address, and
 * does mail follow an address that moves? The evidence is the receivers' own record. Started by {@code run.sh}.
 */
public final class Rehearsal {
    private record Sender(String domain, String ip, String via) {
        String recipient(int i) {
            return domain + "." + i + (ip.contains(":") ? "@[IPv6:fd77::9]" : "@[10.77.0.9]");
        }
    }

    private static final Sender MOVING = new Sender("moving.test", "10.77.0.13", null);
    private static final Sender STRICT = new Sender("strict.test", "10.77.0.15", "socks5://10.77.0.11:1080");
    private static final List<Sender> SENDERS = List.of(
            new Sender("a4.test", "10.77.0.12", null),
            new Sender("b4.test", "10.77.0.22", null),
            new Sender("a6.test", "fd77::12", null),
            new Sender("b6.test", "fd77::22", null),
            new Sender("proxy.test", "10.77.0.14", "socks5://10.77.0.11:1080?unverified=allow"));
    private static final int EACH = 60;
    private static final int PER_SECOND = 20;
    private static final int LOAD = 60 * PER_SECOND;

    private final String servers;
    private final Path received;
    private final Submissions bus;
    private boolean good = true;

    private Rehearsal(String servers, Path received) {
        this.servers = servers;
        this.received = received;
        this.bus = new Submissions(servers);
    }

    public static void main(String[] arguments) throws Exception {
        Rehearsal rehearsal = new Rehearsal(arguments[0], Path.of(arguments[1]));
        rehearsal.tables();
        rehearsal.everyMessageFromItsHost();
        rehearsal.mailFollows();
        rehearsal.bus.close();
        System.out.println(rehearsal.good ? "all as it should be" : "NOT as it should be");
        System.exit(rehearsal.good ? 0 : 1);
    }

    private void tables() throws InterruptedException {
        table(Topics.ACCOUNTS, "acme", new AccountEntry("acme", AccountState.OPEN, null, null, 1));
        List<Sender> all = new ArrayList<>(SENDERS);
        all.add(MOVING);
        all.add(STRICT);
        for (Sender s : all) {
            var source = new SourceAddress(
                    s.ip, SourceKind.PRIVATE, "acme", "out." + s.domain, s.via, SourceState.ACTIVE, null, null, 1);
            table(Topics.SOURCES, s.ip, source);
            var sources = List.of(new WeightedSource(s.ip, 1));
            table(
                    Topics.RULES,
                    s.domain,
                    new RoutingRule(s.domain, "acme", false, sources, WhenUnusable.HOLD, null, null, 1));
        }
        // Until both workers know the rules, and of each other.
        Thread.sleep(5_000);
    }

    private void everyMessageFromItsHost() throws Exception {
        for (int i = 0; i < EACH; i++) {
            for (Sender s : SENDERS) {
                send(s, i);
            }
        }
        send(STRICT, 0);
        Map<String, MailEvent> ends = awaitEnds(EACH * SENDERS.size());
        check("messages delivered", ends.size(), EACH * SENDERS.size());
        Map<String, List<String>> seen = seen();
        for (Sender s : SENDERS) {
            Map<String, Integer> ways = new TreeMap<>();
            for (int i = 0; i < EACH; i++) {
                MailEvent end = ends.get(id(s, i));
                if (end != null) {
                    ways.merge(end.dialogue().boundBy() + " " + end.dialogue().door(), 1, Integer::sum);
                }
            }
            List<String> peers = seen.getOrDefault(s.domain, List.of());
            System.out.printf("%-12s ruled %-11s seen from %s, by %s%n", s.domain, s.ip, new TreeSet<>(peers), ways);
            check("messages of " + s.domain, peers.size(), EACH);
            check("leaked of " + s.domain, peers.stream().filter(p -> !p.equals(s.ip)).count(), 0);
        }
        check("messages of strict.test, whose proxy does not say what it bound", seen.getOrDefault(STRICT.domain, List.of()).size(), 0);
        boolean held = events().stream()
                .anyMatch(e -> e instanceof MailEvent.Held && e.message().messageId().equals(id(STRICT, 0)));
        check("strict.test held", held ? 1 : 0, 1);
    }

    private void mailFollows() throws Exception {
        Instant moved = null;
        for (int i = 0; i < LOAD; i++) {
            if (i == 10 * PER_SECOND) {
                ip("psr-a", "del");
                ip("psr-b", "add");
                // What a router is told by whoever moves an address.
                run("ip", "-n", "psr-net", "neigh", "flush", "all");
                moved = Instant.now();
            }
            send(MOVING, i);
            Thread.sleep(1_000 / PER_SECOND);
        }
        Map<String, MailEvent> ends = awaitEnds(EACH * SENDERS.size() + LOAD);
        Map<String, Integer> ways = new TreeMap<>();
        Instant first = Instant.MAX;
        int delivered = 0;
        for (int i = 0; i < LOAD; i++) {
            MailEvent end = ends.get(id(MOVING, i));
            if (end instanceof MailEvent.Delivered) {
                delivered++;
                ways.merge(end.dialogue().boundBy() + " " + end.dialogue().door(), 1, Integer::sum);
                Instant at = end.at();
                if (at.isAfter(moved.plusMillis(500)) && at.isBefore(first)) {
                    first = at;
                }
            }
        }
        List<String> peers = seen().getOrDefault(MOVING.domain, List.of());
        System.out.printf("moved: first mail after %d ms, by %s%n", Duration.between(moved, first).toMillis(), ways);
        check("lost over the move", LOAD - delivered, 0);
        check("leaked over the move", peers.stream().filter(p -> !p.equals(MOVING.ip)).count(), 0);
        System.out.printf("doubled over the move: %d%n", peers.size() - delivered);
        check("mail follows within 40 s", Duration.between(moved, first).toSeconds() < 40 ? 1 : 0, 1);
    }

    private void check(String what, long is, long should) {
        boolean ok = is == should;
        good &= ok;
        System.out.printf("%s %s: %d%n", ok ? "ok " : "BAD", what, is);
    }

    private static void ip(String namespace, String verb) throws Exception {
        run("ip", "-n", namespace, "addr", verb, MOVING.ip + "/24", "dev", "eth0");
    }

    private static void run(String... command) throws Exception {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    private static String id(Sender s, int i) {
        return s.domain + "-" + i;
    }

    private void send(Sender s, int i) {
        var mail = new ProducerRecord<byte[], byte[]>(
                Topics.OUTBOUND, bytes(id(s, i)), bytes("From: a@" + s.domain + "\r\nSubject: x\r\n\r\nhello\r\n"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.CONTENT_TYPE, Headers.RFC822);
        headers.put(Headers.MESSAGE_ID, id(s, i));
        headers.put(Headers.MAIL_FROM, "a@" + s.domain);
        headers.put(Headers.RCPT_TO, s.recipient(i));
        headers.put(Headers.ACCOUNT, "acme");
        headers.forEach((name, value) -> mail.headers().add(name, bytes(value)));
        bus.submit(mail);
    }

    private void table(String topic, String key, Object value) {
        bus.submit(new ProducerRecord<>(topic, bytes(key), Json.write(value)));
    }

    private Map<String, MailEvent> awaitEnds(int wanted) throws InterruptedException {
        Map<String, MailEvent> ends = new HashMap<>();
        for (int i = 0; i < 90 && ends.size() < wanted; i++) {
            Thread.sleep(1_000);
            ends.clear();
            events().stream()
                    .filter(MailEvent::terminal)
                    .forEach(e -> ends.putIfAbsent(e.message().messageId(), e));
        }
        return ends;
    }

    private List<MailEvent> events() {
        List<MailEvent> events = new ArrayList<>();
        BusReader.readToEnd(servers, List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS), r -> {
            String type = new String(r.headers().lastHeader(Headers.CE_TYPE).value(), StandardCharsets.UTF_8);
            events.add(MailEvent.read(type, r.value()));
        });
        return events;
    }

    /** The addresses that the receivers saw, by sender domain. */
    private Map<String, List<String>> seen() throws Exception {
        Map<String, List<String>> seen = new HashMap<>();
        for (String line : Files.readAllLines(received)) {
            var visit = Json.jsonMapper().readTree(line);
            String from = visit.get("from").asText();
            seen.computeIfAbsent(from.substring(from.indexOf('@') + 1), d -> new ArrayList<>())
                    .add(Ip.canonical("peer", visit.get("peer").asText()));
        }
        return seen;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
