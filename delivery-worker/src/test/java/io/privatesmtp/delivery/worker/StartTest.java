package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is sent before the routing tables were read to their end. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = Backlog.class, restrictToAnnotatedClass = true)
class StartTest {
    @Test
    void mailThatWaitedForTheWorkerLeavesByTheRulesThatStoodBefore() {
        try (Bus bus = new Bus()) {
            for (int i = 0; i < Backlog.MESSAGES; i++) {
                List<MailEvent> events = bus.awaitEvents(Backlog.ID + i, e -> !e.isEmpty());

                assertThat(events).hasSize(1).first().isInstanceOf(MailEvent.Delivered.class);
                assertThat(events.getFirst().dialogue().boundAddress()).isEqualTo("127.0.0.13");
            }
        }
    }

    @Test
    void mailThatWaitedIsNotSentToWhoWasSuppressedBefore() {
        try (Bus bus = new Bus()) {
            List<MailEvent> events = bus.awaitEvents(Backlog.ID + "-gone", e -> !e.isEmpty());

            assertThat(events).hasSize(1).first().isInstanceOf(MailEvent.Bounced.class);
            assertThat(((MailEvent.Bounced) events.getFirst()).category()).isEqualTo(Category.SUPPRESSED);
        }
    }
}
