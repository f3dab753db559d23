package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleBookTest {
    private static final String IP = "203.0.113.10";

    @Test
    void anApprovalIsARulePerDomain() {
        // when
        RuleBook book = book(Facts.approved(5, "acme", "r1", IP, "acme.example", "Acme.TEST."));
        // then
        assertThat(book.ruleInForce("acme.example")).satisfies(rule -> {
            assertThat(rule.version()).isEqualTo(5);
            assertThat(rule.holdFor()).isEqualTo(Duration.ofHours(4));
            assertThat(rule.dkim()).isEqualTo(new DkimReference("s1", "acme-s1"));
        });
        assertThat(book.ruleInForce("acme.test").account()).isEqualTo("acme");
    }

    @Test
    void aRequestThatIsOnlyOpenedOrRejectedIsNoRule() {
        RuleBook book = book(
                Facts.request(FactType.ROUTING_REQUESTED, 5, "acme", "r1", IP, "acme.example"),
                Facts.request(FactType.ROUTING_REJECTED, 6, "acme", "r1", IP, "acme.example"));
        assertThat(book.ruleInForce("acme.example")).isNull();
    }

    @Test
    void aWithdrawalEndsOnlyTheRulesOfItsRequest() {
        // when
        RuleBook book = book(
                Facts.approved(5, "acme", "r1", IP, "acme.example"),
                Facts.approved(6, "acme", "r2", IP, "other.example"),
                Facts.withdrawn(7, "acme", "r1", IP, "acme.example"));
        // then
        assertThat(book.ruleInForce("acme.example")).isNull();
        assertThat(book.ruleInForce("other.example")).isNotNull();
    }

    @Test
    void aLateWithdrawalLeavesTheNextAccountsRuleAlone() {
        // given facts of two accounts, of which the later account's come first
        RuleBook book = book(
                Facts.approved(12, "wonder", "r2", "203.0.113.20", "acme.example"),
                Facts.approved(5, "acme", "r1", IP, "acme.example"));
        assertThat(book.ruleInForce("acme.example").account()).isEqualTo("wonder");
        // when
        RuleBook after =
                book.apply(Facts.withdrawn(9, "acme", "r1", IP, "acme.example")).book();
        // then
        assertThat(after.ruleInForce("acme.example").account()).isEqualTo("wonder");
    }

    @Test
    void aRuleThatEndedDoesNotBringAnOlderOneBack() {
        RuleBook book = book(
                Facts.approved(12, "wonder", "r2", "203.0.113.20", "acme.example"),
                Facts.withdrawn(20, "wonder", "r2", "203.0.113.20", "acme.example"),
                Facts.approved(5, "acme", "r1", IP, "acme.example"));
        assertThat(book.ruleInForce("acme.example")).isNull();
    }

    @Test
    void aRemovedDomainHasNoRuleAndItsNeighboursKeepTheirs() {
        RuleBook book = book(
                Facts.approved(5, "acme", "r1", IP, "acme.example", "acme.test"),
                Facts.removed(6, "acme", "acme.example", "r1"));
        assertThat(book.ruleInForce("acme.example")).isNull();
        assertThat(book.ruleInForce("acme.test")).isNotNull();
    }

    @Test
    void aClosedAccountHasNoRules() {
        RuleBook book = book(
                Facts.account(FactType.ACCOUNT_OPENED, 1, "acme"),
                Facts.approved(5, "acme", "r1", IP, "acme.example"),
                Facts.account(FactType.ACCOUNT_CLOSED, 6, "acme"));
        assertThat(book.ruleInForce("acme.example")).isNull();
        assertThat(book.record(TableKey.account("acme")))
                .extracting(entry -> ((AccountEntry) entry).state())
                .isEqualTo(AccountState.CLOSED);
    }

    @Test
    void aReleasedAddressIsNobodys() {
        RuleBook book = book(
                Facts.source(FactType.SOURCE_IP_ADDED, 1, null, IP, SourceKind.PRIVATE),
                Facts.source(FactType.SOURCE_IP_RELEASED, 3, "acme", IP, SourceKind.PRIVATE),
                Facts.source(FactType.SOURCE_IP_ALLOCATED, 2, "acme", IP, SourceKind.PRIVATE));
        assertThat((SourceAddress) book.record(TableKey.source(IP))).satisfies(source -> {
            assertThat(source.account()).isNull();
            assertThat(source.version()).isEqualTo(3);
        });
    }

    @Test
    void aFactSeenAgainChangesNothingButIsPublishedAgain() {
        // given
        Fact approval = Facts.approved(5, "acme", "r1", IP, "acme.example");
        RuleBook book = book(approval, Facts.withdrawn(6, "acme", "r1", IP, "acme.example"));
        // when
        RuleBook.Folded again = book.apply(approval);
        // then
        assertThat(again.book()).isEqualTo(book);
        assertThat(again.touched()).containsExactly(TableKey.rule("acme.example"));
        assertThat(again.book().record(TableKey.rule("acme.example"))).isNull();
    }

    private static RuleBook book(Fact... facts) {
        RuleBook book = RuleBook.EMPTY;
        for (Fact fact : List.of(facts)) {
            book = book.apply(fact).book();
        }
        return book;
    }
}
