package io.privatesmtp.standalone.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.privatesmtp.standalone.system.Failure;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntilTest {
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00.617501704Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-25T08:00:30Z",
        "90m, 2026-11-25T09:30:00Z",
        "2h, 2026-11-25T10:00:00Z",
        "3d, 2026-11-28T08:00:00Z",
        "2026-11-25T18:00:00+01:00, 2026-11-25T17:00:00Z"
    })
    void aSpanCountsFromNowAndATimeStands(String text, Instant expected) {
        assertThat(Until.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2", "-1h", "2026-11-25", "1h30m"})
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> Until.parse(text, NOW))
                .withMessageContaining("\"" + text + "\"")
                .withMessageContaining("2h");
    }
}
