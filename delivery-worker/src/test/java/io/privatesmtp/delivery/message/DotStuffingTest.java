package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotStuffingTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Property
    void receiverThatRemovesOneDotHasTheMessage(
            @ForAll @NotEmpty @Size(max = 20) List<@CharRange(from = '-', to = '0') String> lines) {
        String content = lines.stream().map(line -> line + "\r\n").collect(Collectors.joining());

        String stuffed = new String(DotStuffing.apply(bytes(content)), StandardCharsets.ISO_8859_1);

        assertThat(stuffed.lines()).doesNotContain(".");
        assertThat(stuffed.lines()
                        .map(line -> line.startsWith(".") ? line.substring(1) : line)
                        .map(line -> line + "\r\n")
                        .collect(Collectors.joining()))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x\r", "x\n", "x\n.\r\n", "x\r.\r\n", "\n", "a\r\n\n.\r\n", "a\r\r\n"})
    void lineEndsOtherThanCrlfAreRefused(String content) {
        assertThatThrownBy(() -> DotStuffing.apply(bytes(content))).isInstanceOf(IllegalArgumentException.class);
    }
}
