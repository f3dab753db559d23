package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.routing.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Facts of one account keep their order; those of different accounts arrive in any order and some of them twice. */
class RuleBookInterleavingTest {
    private static final List<String> ACCOUNTS = List.of("acme", "wonder", "nadir");
    private static final List<String> DOMAINS = List.of("a.example", "b.example", "c.example", "d.example");

    @Property(tries = 500)
    void everyInterleavingGivesTheSameTables(@ForAll("logs") List<Fact> log, @ForAll Random random) {
        assertThat(fold(interleaved(log, random))).isEqualTo(fold(log));
    }

    @Property(tries = 300)
    void factsThatComeTwiceGiveTheSameTables(@ForAll("logs") List<Fact> log, @ForAll Random random) {
        // given a consumer that falls back a few facts every now and then
        List<Fact> stumbling = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            stumbling.add(log.get(i));
            if (random.nextInt(4) == 0) {
                stumbling.addAll(log.subList(Math.max(0, i - random.nextInt(5)), i + 1));
            }
        }
        assertThat(fold(stumbling)).isEqualTo(fold(log));
    }

    @Property(tries = 300)
    void aDomainsRuleIsTheLastApprovalThatNothingEnded(@ForAll("logs") List<Fact> log) {
        // given the plain meaning of the log, read in its order
        Map<String, Fact> expected = new TreeMap<>();
        for (Fact fact : log) {
            if (fact.type() == FactType.ROUTING_APPROVED) {
                ((RoutingRequestFact) fact.event()).domains().forEach(domain -> expected.put(domain, fact));
            } else {
                expected.values().removeIf(approval -> ends(fact, approval));
            }
        }
        // then
        RuleBook book = fold(log);
        for (String domain : DOMAINS) {
            Fact approval = expected.get(domain);
            var rule = book.ruleInForce(domain);
            assertThat(rule == null ? null : (Long) rule.version())
                    .isEqualTo(approval == null ? null : (Long) approval.sequence());
        }
    }

    private static boolean ends(Fact fact, Fact approval) {
        return switch (fact.type()) {
            case ROUTING_WITHDRAWN ->
                ((RoutingRequestFact) fact.event()).id().equals(((RoutingRequestFact) approval.event()).id());
            case ACCOUNT_CLOSED ->
                String.valueOf(fact.event().change().account())
                        .equals(approval.event().change().account());
            default -> false;
        };
    }

    private static RuleBook fold(List<Fact> facts) {
        RuleBook book = RuleBook.EMPTY;
        for (Fact fact : facts) {
            book = book.apply(fact).book();
        }
        return book;
    }

    private static List<Fact> interleaved(List<Fact> log, Random random) {
        Map<String, List<Fact>> partitions = new TreeMap<>();
        log.forEach(fact -> partitions
                .computeIfAbsent(String.valueOf(fact.event().change().account()), any -> new ArrayList<>())
                .add(fact));
        List<Fact> result = new ArrayList<>();
        while (!partitions.isEmpty()) {
            List<String> left = List.copyOf(partitions.keySet());
            String next = left.get(random.nextInt(left.size()));
            result.add(partitions.get(next).removeFirst());
            partitions.values().removeIf(List::isEmpty);
        }
        return result;
    }

    /** Logs as the provisioning service writes them: sequence numbers grow, only approved requests are withdrawn. */
    @Provide
    Arbitrary<List<Fact>> logs() {
        return Arbitraries.randomValue(RuleBookInterleavingTest::log);
    }

    private static List<Fact> log(Random random) {
        List<Fact> log = new ArrayList<>();
        List<RoutingRequestFact> approved = new ArrayList<>();
        int length = random.nextInt(40);
        for (int sequence = 1; sequence <= length; sequence++) {
            String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            int dice = random.nextInt(10);
            if (dice < 4) {
                String[] domains =
                        DOMAINS.stream().filter(domain -> random.nextBoolean()).toArray(String[]::new);
                Fact approval = Facts.approved(sequence, account, "r" + sequence, "203.0.113.1", domains);
                approved.add((RoutingRequestFact) approval.event());
                log.add(approval);
            } else if (dice < 7 && !approved.isEmpty()) {
                RoutingRequestFact request = approved.remove(random.nextInt(approved.size()));
                log.add(Facts.withdrawn(
                        sequence,
                        String.valueOf(request.change().account()),
                        request.id(),
                        request.ip(),
                        request.domains().toArray(String[]::new)));
            } else if (dice < 9) {
                boolean released = random.nextBoolean();
                log.add(Facts.source(
                        released ? FactType.SOURCE_IP_RELEASED : FactType.SOURCE_IP_ALLOCATED,
                        sequence,
                        account,
                        "203.0.113." + random.nextInt(3),
                        SourceKind.PRIVATE));
            } else {
                boolean closed = random.nextInt(4) == 0;
                log.add(Facts.account(
                        closed ? FactType.ACCOUNT_CLOSED : FactType.ACCOUNT_SUSPENDED, sequence, account));
            }
        }
        return log;
    }
}
