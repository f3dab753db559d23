package io.privatesmtp.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.Ports;
import io.privatesmtp.standalone.bus.BusReader;
import io.privatesmtp.standalone.bus.Submissions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real broker and a real database; a stub for each service. */
class StandaloneTest {
    @TempDir
    Path project;

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> environment = new HashMap<>();
    private Home home;
    private Standalone system;

    @BeforeEach
    void installStubs() throws IOException {
        for (var service : Part.services()) {
            StubApplication.installAs(service, project);
        }
        for (var part : Part.values()) {
            environment.put(part.portVariable(), Integer.toString(Ports.free()));
        }
        home = new Home(project.resolve("home"), project, environment);
        system = new Standalone(home, progress::add);
    }

    @AfterEach
    void stop() {
        system.down();
    }

    @Test
    void upStartsWhatDoesNotRunAndDownStopsAll() throws Exception {
        // given a system that is up
        environment.put("PSR_TOPICS_PARTITIONS", "3");
        system.up();
        var before = ids();
        assertThat(before).doesNotContain(0L).doesNotHaveDuplicates();

        // when one service is killed and the system started again
        var killed = system.running(Part.ROUTING).orElseThrow();
        killed.destroyForcibly();
        killed.onExit().join();
        system.up();

        // then only this one is new
        var after = ids();
        for (var part : Part.values()) {
            var same = before.get(part.ordinal()).equals(after.get(part.ordinal()));
            assertThat(same).as(part.title()).isEqualTo(part != Part.ROUTING);
        }

        // and each service was told what it needs
        assertThat(Files.readString(home.log(Part.WORKER)))
                .contains("kafka 127.0.0.1:" + home.port(Part.KAFKA))
                .contains("operator " + home.operatorCredentialsLine())
                .contains("topics 3");
        assertThat(Files.getPosixFilePermissions(home.operatorCredentials())).hasSize(2);

        // and what is sent can be read from the bus
        assertThatASubmissionReachesTheBus();

        // when it is stopped, nothing runs
        system.down();
        assertThat(ids()).containsOnly(0L);
    }

    @Test
    void aServiceThatEndsAtStartIsNamedWithItsLog() {
        environment.put("PSR_STUB_FAILS", "true");

        assertThatThrownBy(system::up)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("ended. The last lines of")
                .hasMessageContaining("this setting is wrong");
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingStarts() throws Exception {
        try (var other = new ServerSocket(home.port(Part.ROUTING), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(system::up)
                    .isInstanceOf(Failure.class)
                    .hasMessage("Port " + other.getLocalPort()
                            + " is taken, so routing-service cannot listen on it. Set PSR_ROUTING_PORT to another.");
        }
        assertThat(ids()).containsOnly(0L);
    }

    @Test
    void aHeapThatIsNoSizeIsNamedBeforeAnythingStarts() {
        environment.put("PSR_WORKER_HEAP", "plenty");

        assertThatThrownBy(system::up)
                .isInstanceOf(Failure.class)
                .hasMessage("PSR_WORKER_HEAP is \"plenty\"; it must be a size, like 768m or 2g.");
        assertThat(ids()).containsOnly(0L);
    }

    @Test
    void whatAnInterruptedStartHasBegunIsKnownToDown() throws Exception {
        // given a start that is in the midst of it
        var begun = new CountDownLatch(1);
        system = new Standalone(home, line -> {
            if (line.equals("postgres: starting")) {
                begun.countDown();
            }
        });
        var start = CompletableFuture.runAsync(system::up);
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

        // when it is interrupted
        system.startNoMore();

        // then what runs is noted, nothing else begins, and somebody else can stop it
        assertThat(system.running(Part.POSTGRES)).isPresent();
        assertThatThrownBy(start::join).hasMessageContaining("interrupted");
        assertThat(ids()).endsWith(0L, 0L, 0L);
        new Standalone(home, progress::add).down();
        assertThat(ids()).containsOnly(0L);
    }

    private void assertThatASubmissionReachesTheBus() throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", home.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.OUTBOUND, 3, (short) 1)))
                    .all()
                    .get();
        }
        try (var bus = new Submissions(home.bootstrapServers())) {
            bus.submit(
                    Submissions.raw(Topics.OUTBOUND, "m1", "acme", "a@acme.test", List.of("b@b.test"), new byte[] {1}));
        }
        var read = new ArrayList<String>();
        BusReader.readToEnd(home.bootstrapServers(), List.of(Topics.OUTBOUND), row -> read.add(new String(row.key())));
        assertThat(read).containsExactly("m1");
    }

    private List<Long> ids() {
        var ids = new ArrayList<Long>();
        for (var part : Part.values()) {
            ids.add(system.running(part).map(ProcessHandle::pid).orElse(0L));
        }
        return ids;
    }
}
