package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** One look tells what a reader would find who takes a message apart at its CRLFs. */
class LinesPropertyTest {
    @Property
    void everyLineThatEndsInCrlfIsSeen(@ForAll("lines") List<String> lines) {
        Lines seen = Lines.of(
                bytes(String.join("", lines.stream().map(line -> line + "\r\n").toList())));

        assertThat(seen.crlf()).isTrue();
        assertThat(seen.dots())
                .isEqualTo(lines.stream().filter(line -> line.startsWith(".")).count());
        assertThat(seen.longest())
                .isEqualTo(lines.stream().mapToInt(String::length).max().orElse(0));
    }

    @Property(tries = 2_000)
    void anythingElseIsNoticed(@ForAll("octets") String octets) {
        boolean ended = octets.isEmpty() || octets.endsWith("\r\n");
        String rest = octets.replace("\r\n", "");

        assertThat(Lines.of(bytes(octets)).crlf())
                .isEqualTo(ended && rest.chars().noneMatch(c -> "\r\n\0".indexOf(c) >= 0));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.strings()
                .withChars(".a \t\u00e4\u008d\u008a")
                .ofMaxLength(40)
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.of("\r\n", "\r\n", "\r\n", "\r\n", ".", "a", "word and word", "\r", "\n", "\0")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
