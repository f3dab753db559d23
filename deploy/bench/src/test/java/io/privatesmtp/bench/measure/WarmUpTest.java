package io.privatesmtp.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void itLastsAsLongAsRoundsGetCheaper() {
        assertThat(roundsOf(20, 1.2, 0.9, 0.7, 0.5, 0.4, 0.39, 0.4, 0.1)).isEqualTo(7);
    }

    /** Something else used the processors in the third round. */
    @Test
    void oneDearRoundDoesNotEndIt() {
        assertThat(roundsOf(20, 1.2, 0.9, 1.5, 0.6, 0.4, 0.42, 0.41, 0.1)).isEqualTo(7);
    }

    @Test
    void itEndsAfterTheMostRoundsThatAreAllowed() {
        assertThat(roundsOf(3, 1.2, 0.9, 0.7, 0.5)).isEqualTo(3);
    }

    private static int roundsOf(int most, double... costs) {
        var warmUp = new WarmUp(most);
        for (int i = 0; !warmUp.isOver(); i++) {
            warmUp.took(costs[i]);
        }
        return warmUp.rounds();
    }
}
