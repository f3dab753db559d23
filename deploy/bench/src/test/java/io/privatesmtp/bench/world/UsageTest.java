package io.privatesmtp.bench.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.standalone.system.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void whatAProcessHasUsedIsWhatTheSystemSays() {
        var before = seconds(ProcessHandle.current().info().totalCpuDuration().orElseThrow());
        var usage = Usage.of(ProcessHandle.current().pid());
        var after = seconds(ProcessHandle.current().info().totalCpuDuration().orElseThrow());

        assertThat(usage.cpuSeconds()).isBetween(before - 0.011, after + 0.011);
        assertThat(usage.peakRssMiB()).isBetween(10.0, 10_000.0);
    }

    @Test
    void aProcessThatIsGoneIsAFailure() {
        assertThatThrownBy(() -> Usage.of(Integer.MAX_VALUE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has ended");
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
