package io.privatesmtp.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.standalone.system.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** With what is installed here; a run ends only when the receiving host has taken all of the mail. */
class ComparisonTest {
    /** Not a folder of this user alone: mail systems have users of their own. */
    @TempDir(factory = InTarget.class)
    Path folder;

    static final class InTarget implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createDirectory(
                    Path.of("target", "peers-" + ProcessHandle.current().pid()));
        }
    }

    @Test
    void aPeerThatDoesNotStartIsLeftOut(@TempDir Path ofThisUserAlone) {
        var home = new Home(ofThisUserAlone, Path.of("../.."), System.getenv());
        var said = new ArrayList<String>();
        assumeThat(new Postfix("postfix-disk").isInstalled()).isTrue();

        var figures = new Comparison(home, new Size(100, 1, 1, 0), said::add).of(Case.plain(4_096));

        assertThat(figures).isNotEmpty().doesNotContainKey("postfix-disk");
        assertThat(said).anyMatch(line -> line.startsWith("postfix-disk is left out: "));
    }

    @Test
    void mailThatOthersAreNotSentIsNotCompared(@TempDir Path empty) {
        var said = new ArrayList<String>();

        var figures = new Comparison(
                        new Home(empty, Path.of("../.."), System.getenv()), new Size(100, 1, 1, 0), said::add)
                .of(Case.plain(4_096).signed(Case.Signing.RSA));

        assertThat(figures).isEmpty();
        assertThat(said).allMatch(line -> line.startsWith("no peers: "));
    }

    @Test
    void whatIsAbortedWhileItStartsIsMeasuredNoMore() throws Exception {
        assumeThat(new Postfix("postfix-tmpfs").isInstalled()).isTrue();
        var starting = new CountDownLatch(1);
        var comparison = new Comparison(
                new Home(folder.toAbsolutePath(), Path.of("../.."), System.getenv()), new Size(100, 1, 1, 0), line -> {
                    if (line.equals("postfix-tmpfs: starting")) {
                        starting.countDown();
                    }
                });
        var figures = new AtomicReference<Map<String, Figures>>();
        // on two processors the common pool has one thread, which the load needs
        var running = Thread.ofPlatform().start(() -> figures.set(comparison.of(Case.plain(4_096))));
        assertThat(starting.await(60, TimeUnit.SECONDS)).isTrue();

        comparison.abort();

        assertThat(running.join(Duration.ofSeconds(60))).isTrue();
        assertThat(figures.get()).containsOnlyKeys(Comparison.CEILING);
        assertThat(groups()).isEmpty();
    }

    private static List<Path> groups() throws IOException {
        var unified = Path.of("/sys/fs/cgroup");
        var root = Files.exists(unified.resolve("cgroup.controllers")) ? unified : unified.resolve("cpuacct");
        try (var found = Files.newDirectoryStream(
                root, "psr-bench-*-" + ProcessHandle.current().pid())) {
            return StreamSupport.stream(found.spliterator(), false).toList();
        }
    }

    @Test
    void theSameMailGoesThroughWhatIsInstalled() {
        var home = new Home(folder.toAbsolutePath(), Path.of("../.."), System.getenv());

        var figures = new Comparison(home, new Size(600, 1, 1, 0), System.out::println).of(Case.plain(4_096));

        assumeThat(figures).as("Postfix is installed, and this is root").isNotEmpty();
        assertThat(figures).containsKey(Comparison.CEILING);
        assertThat(figures.remove(Comparison.CEILING).ratio()).isNull();
        // a mail system keeps what it takes: it costs more than a client and a server that do not
        assertThat(figures)
                .allSatisfy((name, of) -> assertThat(of.ratio()).as(name).isGreaterThan(1));
        assertThat(figures.containsKey("postfix-disk")).isEqualTo(new Postfix("postfix-disk").isInstalled());
        assertThat(figures.containsKey("exim")).isEqualTo(new Exim().isInstalled());
        assertThat(figures.containsKey("haraka")).isEqualTo(new Haraka().isInstalled());
        assertThat(folder.resolve("bench"))
                .satisfiesAnyOf(
                        left -> assertThat(left).doesNotExist(),
                        left -> assertThat(left).isEmptyDirectory());
    }
}
