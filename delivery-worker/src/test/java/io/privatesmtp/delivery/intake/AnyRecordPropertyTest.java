package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever a record holds, an answer comes of it, and a refusal says why. */
class AnyRecordPropertyTest {
    private static final String WHOLE = """
            {"id": "x", "account": "acme", "envelope": {"from": "a@b.example", "to": ["c@d.example", "e@f.example"]},
             "content": {"from": "A <a@b.example>", "to": ["c@d.example"], "subject": "s", "text": "t",
              "headers": {"X-A": "b"}, "attachments": [{"filename": "f", "data": "AAAA", "contentType": "a/b"}]},
             "notBefore": null, "tags": {"k": "v"}, "priority": "bulk"}
            """;

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void everyRecordIsAnswered(@ForAll("values") String value, @ForAll boolean raw) {
        List<Incoming.Header> headers = raw
                ? List.of(
                        Submissions.header("content-type: message/rfc822"),
                        Submissions.header("mail-from: a@b.example"),
                        Submissions.header("rcpt-to: c@d.example"))
                : List.of();

        Parsed parsed = Submissions.PARSER.parse(
                Submissions.on("mail.outbound", value.getBytes(StandardCharsets.UTF_8), headers));

        if (parsed instanceof Parsed.Refused refused) {
            assertThat(refused.sentence()).isNotBlank().doesNotContain("\n", "\r", "must be readable (");
        }
    }

    /** A submission with a piece of it replaced by something else. */
    @Provide
    Arbitrary<String> values() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, WHOLE.length());
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 40);
        Arbitrary<String> piece = Arbitraries.of(
                "",
                "null",
                "[null]",
                "{}",
                "[]",
                "7",
                "\"\"",
                "\"a\\r\\nb\"",
                "\"\\ud800\"",
                ",",
                "}",
                "\u0000",
                "[[[",
                "true");
        return net.jqwik.api.Combinators.combine(at, length, piece)
                .as((from, cut, put) ->
                        WHOLE.substring(0, from) + put + WHOLE.substring(Math.min(WHOLE.length(), from + cut)));
    }
}
