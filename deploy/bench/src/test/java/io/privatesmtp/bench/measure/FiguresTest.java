package io.privatesmtp.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Work;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Split PEAK = new Split(1, 1, 1);

    /** The second run met a machine that was half as fast, and so did the yardstick after it. */
    @Test
    void eachRunIsDividedByItsOwnYardstick() {
        var figures = Figures.of(
                "smtp-sink",
                List.of(
                        run(0.20, 0.05).beside(new Split(0.15, 0, 0.10)),
                        run(0.40, 0.10).beside(new Split(0.30, 0, 0.20)),
                        run(0.20, 0.05).beside(new Split(0.15, 0, 0.10))),
                PEAK,
                null);

        assertThat(figures.ratio()).isCloseTo(1.0, Offset.offset(1e-9));
        assertThat(figures.sourceRatio()).isCloseTo(0.25 / 0.15, Offset.offset(1e-9));
    }

    @Test
    void withoutAYardstickThereIsNoRatio() {
        var figures = Figures.of("own", List.of(run(0.2, 0.05)), PEAK, null);

        assertThat(figures.ratio()).isNull();
        assertThat(figures.sourceRatio()).isNull();
    }

    private static Run run(double worker, double broker) {
        return Run.of(1_000, 5_000, new Split(worker, broker, 0.06), new Work(60_000, 0.1), 0);
    }
}
