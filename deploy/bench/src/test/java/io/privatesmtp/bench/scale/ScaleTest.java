package io.privatesmtp.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.scale.Step.Axis;
import io.privatesmtp.bench.world.Rig;
import io.privatesmtp.standalone.system.Home;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That figures of growth are of what they say they are of. */
class ScaleTest {
    @TempDir
    Path folder;

    @Test
    void mailThatWaitsForASilentReceiverIsWeighed() {
        var project = Path.of("../..").toAbsolutePath().normalize();
        var step = new Step(Axis.WAITING, Case.plain(4_096).to(3), 1, true);
        Weighed weighed;
        try (var rig = new Rig(new Home(folder, project, System.getenv()), step.mail())) {
            weighed = new Scale(rig, step, new Size(200, 1, 1, 0), line -> {}).weigh();
        }

        var waiting = weighed.waiting();
        assertThat(waiting).isNotNull();
        assertThat(waiting.messages()).isPositive();
        assertThat(waiting.sessions()).isBetween(1L, waiting.messages());
        assertThat(waiting.heapMiB()).isPositive();
        assertThat(Weighed.text(List.of(weighed))).contains("4 KB, 3 domains", "messages wait");
    }

    @Test
    void everythingIsHeldAgainstTheSameCase() {
        var base = Step.along(Set.of()).getFirst().mail();

        assertThat(base).isEqualTo(Case.plain(4_096));
        for (var axis : EnumSet.allOf(Axis.class)) {
            assertThat(Step.along(Set.of(axis)))
                    .hasSizeGreaterThan(1)
                    .extracting(Step::mail)
                    .startsWith(base);
        }
    }
}
