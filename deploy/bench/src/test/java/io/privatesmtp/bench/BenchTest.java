package io.privatesmtp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.report.Report;
import io.privatesmtp.bus.Json;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small benchmark, in which everything has to do: parsing, rules, signatures, sessions, events. And what a message costs
 * is held against what it cost before.
 */
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

    /** Allocations are the same on every machine, but for what the JVM has compiled by then. */
    private static final double MORE_ALLOCATED = 1.5;
    /** CPU time is not: another processor, and noise. What is several times as dear is dear everywhere. */
    private static final double MORE_CPU = 8;

    @TempDir
    static Path folder;

    private static Report report;
    private static JsonNode json;

    @BeforeAll
    static void run() throws IOException {
        // tests run in their module's folder, two below
        var project = Path.of("../..").toAbsolutePath().normalize();
        assertThat(Files.exists(project.resolve("delivery-worker/target/quarkus-app")))
                .as("./psr build was run")
                .isTrue();
        var environment = new HashMap<>(System.getenv());
        // a machine that is slow today would park mail, and take its time to look at it again
        environment.put("PSR_LANE_MAX_WAIT", "5m");
        environment.put("PSR_LANE_MIN_QUEUE", "10000");
        var home = new Home(folder, project, environment);
        var mail = new Case(4_096, 3, 0, Case.Signing.ED25519, 1_000);
        report = new Bench(home, new Size(2_000, 1, 1, 1), line -> {}).run(List.of(mail), false);
        json = Json.tree(report.json());
    }

    @Test
    void mailIsMeasuredOnAllItsWay() {
        assertThat(FIGURES)
                .allSatisfy(figure ->
                        assertThat(json.at("/" + figure).asDouble()).as(figure).isPositive());
        assertThat(json.at("/cases/0/rules").asInt()).isEqualTo(1_000);
        assertThat(report.text()).contains("4 KB, 3 domains, Ed25519, 1000 rules");
    }

    @Test
    void nothingIsLeftBehind() {
        assertThat(folder.resolve("bench")).isEmptyDirectory();
    }

    @Test
    void aMessageCostsTheWorkerHardlyMoreThanItDid() throws IOException {
        var allocated = json.at("/eventLoopsPer1000/allocatedKiB").asDouble() / 1_000;
        var cpu = json.at("/eventLoopsPer1000/cpuSeconds").asDouble();
        System.out.printf("a message: allocatedKiB=%.1f cpuMillis=%.2f%n", allocated, cpu);

        assertThat(allocated).isBetween(1.0, baseline("allocatedKiB") * MORE_ALLOCATED);
        assertThat(cpu).isBetween(0.01, baseline("cpuMillis") * MORE_CPU);
    }

    private static double baseline(String name) throws IOException {
        var baseline = new Properties();
        try (var file = BenchTest.class.getResourceAsStream("/baseline.properties")) {
            baseline.load(file);
        }
        return Double.parseDouble(baseline.getProperty(name));
    }
}
