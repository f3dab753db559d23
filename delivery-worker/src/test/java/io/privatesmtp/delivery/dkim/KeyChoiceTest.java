package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.delivery.route.RuleTable;
import io.privatesmtp.delivery.route.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {
    private static final KeyUse RULED = new KeyUse("acme.test", "s1", "acme-s1");

    private final RuleTable rules = new Tables()
            .rule(rule("acme.test", "acme", "acme-s1"))
            .rule(rule("bounces.test", "acme", null))
            .rule(rule("other.test", "other", "other-s1"))
            .rules;

    @Test
    void keyOfTheRuleByWhichItLeavesSigns() {
        assertThat(choice().of("acme.test", "acme", "acme.test")).containsExactly(RULED);
        assertThat(choice().of("a.b.acme.test", "acme", "acme.test")).containsExactly(RULED);
    }

    @Test
    void keyOfTheRuleOfFromSignsWhereTheEnvelopeHasAnotherDomain() {
        assertThat(choice().of("acme.test", "acme", "bounces.test")).containsExactly(RULED);
        assertThat(choice().of("acme.test", "acme", null)).containsExactly(RULED);
    }

    @Test
    void keyOfAnotherAccountNeverSigns() {
        assertThat(choice().of("acme.test", "other", null)).isEmpty();
        assertThat(choice().of("acme.test", null, null)).isEmpty();
        assertThat(choice().of("other.test", "acme", "acme.test")).isEmpty();
    }

    @Test
    void noFromAndNoAlignmentMeanNoSignature() {
        assertThat(choice().of(null, "acme", "acme.test")).isEmpty();
        assertThat(choice().of("notacme.test", "acme", "acme.test")).isEmpty();
        assertThat(choice().of("test", "acme", "acme.test")).isEmpty();
    }

    @Test
    void settingsSignWithoutARuleAndAddASecondSignatureToIt() {
        KeyChoice choice = new KeyChoice(
                rules,
                Map.of(
                        "acme.test", keys("acme", "s1:other-file", "e1:acme-e1"),
                        "free.test", keys(null, "s1:free-s1")));

        assertThat(choice.of("acme.test", "acme", "acme.test"))
                .containsExactly(RULED, new KeyUse("acme.test", "e1", "acme-e1"));
        assertThat(choice.of("news.free.test", null, null)).containsExactly(new KeyUse("free.test", "s1", "free-s1"));
        assertThat(choice.of("free.test", "acme", null)).isEmpty();
        assertThat(choice.of("acme.test", "other", null)).isEmpty();
    }

    @Test
    void malformedSettingIsNamed() {
        assertThatThrownBy(() -> new KeyChoice(rules, Map.of("free.test", keys(null, "s1"))))
                .hasMessage("psr.dkim.domains.\"free.test\".keys \"s1\": must be selector:keyRef");
        assertThatThrownBy(() -> new KeyChoice(rules, Map.of("free.test", keys(null, "s1:../../etc/passwd"))))
                .hasMessageContaining("dkim.keyRef");
    }

    private KeyChoice choice() {
        return new KeyChoice(rules, Map.of());
    }

    private static Settings.Keys keys(String account, String... keys) {
        return new Settings.Keys(List.of(keys), Optional.ofNullable(account));
    }

    private static RoutingRule rule(String domain, String account, String keyRef) {
        return new RoutingRule(
                domain,
                account,
                false,
                List.of(new WeightedSource("203.0.113.9", 1)),
                null,
                null,
                keyRef == null ? null : new DkimReference("s1", keyRef),
                1);
    }
}
