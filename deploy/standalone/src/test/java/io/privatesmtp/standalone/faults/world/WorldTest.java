package io.privatesmtp.standalone.faults.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
    @TempDir
    Path folder;

    @Test
    void aWorldThatCannotBeMadeLeavesNothingBehind() {
        var own = folder.resolve("own");
        var setup = Setup.of(new Site("odd.test", "no-such-behaviour"));

        assertThatThrownBy(() -> new World(own, new Home(folder, folder, Map.of()), setup, line -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the receiving hosts did not start");

        // its broker would still write there
        assertThat(own).doesNotExist();
        assertThat(ProcessHandle.current().descendants().filter(WorldTest::isBroker))
                .isEmpty();
    }

    private static boolean isBroker(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("KafkaMain");
    }
}
