package io.privatesmtp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bus.Json;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private static final List<String> FIGURES = List.of(
            "messagesPerSecond",
            "cpuSecondsPer1000/worker",
            "cpuSecondsPer1000/broker",
            "cpuSecondsPer1000/receiver",
            "peakRssMiB/worker",
            "latencyMillis/p50",
            "latencyMillis/p95",
            "latencyMillis/p99");

    @TempDir
    Path folder;

    /** A tenth of the mail is refused at first, so that our own receiving host and the retries are at work, too. */
    @Test
    void mailIsMeasuredOnAllItsWayAndNothingIsLeftBehind() throws IOException {
        var mail = new Case(4_096, 3, 10, Case.Signing.ED25519);

        var report = bench().run(List.of(mail));

        var json = Json.tree(report.json());
        assertThat(FIGURES)
                .allSatisfy(figure ->
                        assertThat(json.at("/" + figure).asDouble()).as(figure).isPositive());
        assertThat(json.at("/cases/0/deferredPercent").asInt()).isEqualTo(10);
        assertThat(report.text()).contains("4 KB, 3 domains, 10 % deferred, Ed25519");
        assertThat(folder.resolve("bench")).isEmptyDirectory();
    }

    private Bench bench() {
        // tests run in their module's folder, two below
        var project = Path.of("../..").toAbsolutePath().normalize();
        assertThat(Files.exists(project.resolve("delivery-worker/target/quarkus-app")))
                .as("./psr build was run")
                .isTrue();
        var home = new Home(folder, project, Map.copyOf(System.getenv()));
        return new Bench(home, new Size(200, 1_000, 1, 1), line -> {});
    }
}
