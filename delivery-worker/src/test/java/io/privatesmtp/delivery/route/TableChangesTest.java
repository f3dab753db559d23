package io.privatesmtp.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableChangesTest {
    private final TableChanges changes = new TableChanges();

    @Test
    void nothingChangedAtFirstAndAfterItWasTaken() {
        assertThat(changes.take()).isNull();
        changes.changed("acme");
        assertThat(changes.take()).isNotNull();
        assertThat(changes.take()).isNull();
    }

    @Test
    void aChangeConcernsItsAccountAndMailThatIsNobodys() {
        changes.changed("acme");

        TableChanges.Changed changed = changes.take();

        assertThat(changed.concerns("acme")).isTrue();
        assertThat(changed.concerns("other")).isFalse();
        assertThat(changed.concerns(null)).isTrue();
    }

    @Test
    void aSharedThingConcernsEveryoneAndSoDoManyAccounts() {
        changes.changed("acme");
        changes.changed(null);
        assertThat(changes.take().concerns("other")).isTrue();

        for (int i = 0; i < 2_000; i++) {
            changes.changed("a" + i);
        }
        assertThat(changes.take().concerns("other")).isTrue();
    }
}
