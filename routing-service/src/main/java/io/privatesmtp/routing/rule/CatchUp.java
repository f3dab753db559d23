package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.kit.TopicSetup;
import io.privatesmtp.routing.LogPositions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Publishes nothing until every fact that stood in the log at the start is folded: a replay would otherwise lead the
 * workers through rules that ended long ago. Then what differs on the bus is published, and from there on every change.
 */
@ApplicationScoped
class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private final TopicReader topics;
    private final LogPositions positions;
    private final TableHealing healing;
    private final RulePublisher publisher;
    private volatile Map<Integer, TopicReader.Range> log = Map.of();
    private volatile boolean caughtUp;

    CatchUp(TopicReader topics, LogPositions positions, TableHealing healing, RulePublisher publisher) {
        this.topics = topics;
        this.positions = positions;
        this.healing = healing;
        this.publisher = publisher;
    }

    /** Between the creation of topics and the first channel. */
    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        log = topics.ranges(Topics.PROVISIONING);
        publishIfReached().await().indefinitely();
    }

    /** A fact is folded and committed: publishes the rows it touched, once the log of the start is behind us. */
    Uni<Void> folded(Set<TableKey> touched) {
        return caughtUp ? publisher.publish(touched) : publishIfReached();
    }

    boolean done() {
        return caughtUp;
    }

    private Uni<Void> publishIfReached() {
        return positions.of(Topics.PROVISIONING).chain(folded -> {
            boolean reached = log.entrySet().stream()
                    .allMatch(p -> Math.max(
                                    folded.getOrDefault(p.getKey(), 0L),
                                    p.getValue().first())
                            >= p.getValue().end());
            if (!reached) {
                return Uni.createFrom().voidItem();
            }
            return healing.heal().invoke(() -> {
                caughtUp = true;
                LOG.infof("all facts of the log are folded: %s", folded);
            });
        });
    }
}
