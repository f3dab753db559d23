package io.privatesmtp.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.standalone.faults.scenario.KillRestartFreeze;
import io.privatesmtp.standalone.faults.scenario.Scenario;
import io.privatesmtp.standalone.faults.scenario.Size;
import io.privatesmtp.standalone.faults.world.World;
import io.privatesmtp.standalone.system.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fault suite as continuous integration sees it; {@code ./psr faults} runs all of it. */
class FaultsTest {
    @TempDir
    Path folder;

    @Test
    void mailSurvivesAKillARestartAndAFreezeOfItsWorkers() {
        var report = faults().run(List.of(new KillRestartFreeze()));

        assertThat(report.holds()).as(report.table()).isTrue();
        var findings = report.results().getFirst().findings();
        assertThat(findings).isNotNull();
        assertThat(findings.lost()).isZero();
        assertThat(findings.submitted()).isGreaterThan(1_000);
        assertThat(folder.resolve("faults")).isEmptyDirectory();
    }

    @Test
    void whatGoesWrongIsSaidAndNothingIsLeftBehind() {
        var report = faults().run(List.of(new Forgetful()));

        assertThat(report.holds()).isFalse();
        assertThat(report.table()).contains("DOES NOT HOLD", "did not arrive: m-0@healthy.test");
        assertThat(folder.resolve("faults")).isEmptyDirectory();
        assertThat(folder.resolve("logs/faults/forgetful/one.log")).isRegularFile();
    }

    /** Does not wait for the mail of a worker that was killed. */
    private static final class Forgetful implements Scenario {
        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public String promise() {
            return "mail arrives without a worker";
        }

        @Override
        public void run(World world, Size size) {
            world.worker("one").kill();
            world.load().submit(world.letters().plain(HEALTHY));
            world.load().flush();
        }
    }

    private Faults faults() {
        // tests run in their module's folder, two below
        var project = Path.of("../..").toAbsolutePath().normalize();
        assertThat(Files.exists(project.resolve("delivery-worker/target/quarkus-app")))
                .as("./psr build was run")
                .isTrue();
        return new Faults(new Home(folder, project, Map.copyOf(System.getenv())), Size.QUICK, line -> {});
    }
}
