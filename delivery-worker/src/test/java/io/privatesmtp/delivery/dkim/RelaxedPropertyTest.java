package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What "relaxed" lets servers on the way change, they may change, whatever the message is. The receiver is not ours. */
class RelaxedPropertyTest {
    private static final Map<String, String> RECORDS = Signed.published("s1", TestKeys.SHORT_RSA);

    private final DkimSigner.Mark mark = Signed.mark("s1", TestKeys.SHORT_RSA);

    @Property(shrinking = ShrinkingMode.OFF, tries = 400)
    void signatureOutlivesEveryChangeThatRelaxedAllows(
            @ForAll("values") List<String> values, @ForAll("bodies") String body, @ForAll Random random) {
        byte[] signed = Signed.message(message(values, body), mark);

        assertThat(Jdkim.verifies(signed, RECORDS)).isTrue();
        String disturbed = disturbed(new String(signed, StandardCharsets.UTF_8), random);
        assertThat(Jdkim.verifies(disturbed.getBytes(StandardCharsets.UTF_8), RECORDS))
                .as(disturbed)
                .isTrue();
    }

    @Property(shrinking = ShrinkingMode.OFF, tries = 400)
    void signatureBreaksWhenAWordIsAddedAnywhereInTheBody(
            @ForAll("values") List<String> values, @ForAll("bodies") String body, @ForAll Random random) {
        String wire = new String(Signed.message(message(values, body), mark), StandardCharsets.UTF_8);
        int start = wire.indexOf("\r\n\r\n") + 4;
        int at = start + random.nextInt(wire.length() - start + 1);

        String changed = wire.substring(0, at) + "Z" + wire.substring(at);

        assertThat(Jdkim.verifies(changed.getBytes(StandardCharsets.UTF_8), RECORDS))
                .isFalse();
    }

    private static String message(List<String> values, String body) {
        List<String> names = List.of("Subject", "To", "X-Other", "References", "Sender", "Content-Language");
        StringBuilder out = new StringBuilder("From: a@acme.test\r\n");
        for (int i = 0; i < values.size(); i++) {
            out.append(names.get(i % names.size()))
                    .append(':')
                    .append(values.get(i))
                    .append("\r\n");
        }
        return out + "\r\n" + body;
    }

    /** Each name in another case, each run of white space another one, folded here and there; blanks and lines at ends. */
    private static String disturbed(String wire, Random random) {
        int end = wire.indexOf("\r\n\r\n") + 2;
        List<String> fields = new ArrayList<>(List.of(wire.substring(0, end).split("\r\n(?![ \t])")));
        StringBuilder out = new StringBuilder();
        for (String field : fields) {
            int colon = field.indexOf(':');
            String name = field.substring(0, colon);
            boolean lower = random.nextBoolean();
            out.append(lower ? name.toLowerCase(java.util.Locale.ROOT) : name).append(':');
            out.append(blanks(field.substring(colon + 1).strip(), random, true)).append("\r\n");
        }
        out.append("\r\n");
        for (String line : wire.substring(end + 2).split("\r\n", -1)) {
            out.append(blanks(line, random, false))
                    .append(" \t".repeat(random.nextInt(2)))
                    .append("\r\n");
        }
        return out + "\r\n".repeat(random.nextInt(3));
    }

    private static String blanks(String text, Random random, boolean header) {
        List<String> runs = header
                ? List.of(" ", "\t", "  \t", "\r\n ", "\r\n\t ", " \r\n \t")
                : List.of(" ", "\t", "  \t", " \t ");
        return java.util.regex.Pattern.compile("(\r\n)?[ \t]+(\r\n[ \t]+)*")
                .matcher(text)
                .replaceAll(run -> runs.get(random.nextInt(runs.size())));
    }

    @Provide
    Arbitrary<List<String>> values() {
        Arbitrary<String> pieces =
                Arbitraries.of(" ", "\t", "  ", "\r\n word", "\r\n\tword", "word", "ä", "=", ";", ":", "b=x", "漢");
        return pieces.list()
                .ofMaxSize(12)
                .map(list -> String.join("", list))
                .list()
                .ofMaxSize(14);
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> pieces =
                Arbitraries.of(" ", "\t", "  ", "\r\n", "\r\n", "\r\n\r\n", "word", ".", "ä", "漢", "x".repeat(200));
        Arbitrary<String> end =
                Arbitraries.of(" ", "\t", "\r\n").list().ofMaxSize(6).map(list -> String.join("", list));
        // jDKIM takes an empty body for an empty line; the other verifiers do not (RFC 6376 section 3.4.4).
        return net.jqwik.api.Combinators.combine(pieces.list().ofMaxSize(60), end)
                .as((list, blanks) -> String.join("", list) + "word" + blanks);
    }
}
