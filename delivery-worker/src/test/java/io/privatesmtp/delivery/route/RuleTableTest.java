package io.privatesmtp.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.Comparator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RuleTableTest {
    private final World world = new World();

    @Test
    void theExactDomainWinsOverItsParent() {
        world.rule("acme.test", true, WhenUnusable.HOLD, "192.0.2.1")
                .rule("news.acme.test", false, WhenUnusable.HOLD, "192.0.2.2");

        assertThat(covering("news.acme.test")).isEqualTo("news.acme.test");
        assertThat(covering("shop.acme.test")).isEqualTo("acme.test");
    }

    @Test
    void aParentThatKeepsToItselfIsPassedOver() {
        world.rule("acme.test", true, WhenUnusable.HOLD, "192.0.2.1")
                .rule("news.acme.test", false, WhenUnusable.HOLD, "192.0.2.2");

        assertThat(covering("a.news.acme.test")).isEqualTo("acme.test");
    }

    @Test
    void aNameThatOnlyEndsAlikeIsNotCovered() {
        world.rule("acme.test", true, WhenUnusable.HOLD, "192.0.2.1");

        assertThat(covering("notacme.test")).isNull();
        assertThat(covering("test")).isNull();
    }

    @Property(tries = 3_000)
    void theLongestMatchWins(@ForAll Random random) {
        World any = World.random(random);
        String domain = World.pick(World.DOMAINS, random);

        RoutingRule longest = any.rules.all().stream()
                .filter(r -> r.domain().equals(domain) || r.includeSubdomains() && domain.endsWith("." + r.domain()))
                .max(Comparator.comparingInt(r -> r.domain().length()))
                .orElse(null);

        assertThat(any.rules.covering(domain)).isEqualTo(longest);
    }

    private String covering(String domain) {
        RoutingRule rule = world.rules.covering(domain);
        return rule == null ? null : rule.domain();
    }
}
