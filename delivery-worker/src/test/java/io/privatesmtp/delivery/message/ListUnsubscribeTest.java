package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.submission.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2369 and RFC 8058 in structured content. */
class ListUnsubscribeTest {
    private static final String POST = "List-Unsubscribe=One-Click";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://acme.example/u/1>",
                "<mailto:leave@acme.example?subject=leave%20news>",
                "<mailto:leave@acme.example>, <https://acme.example/u/1?x=a,b&y=%20>",
                "<http://acme.example/u/1>,<HTTPS://acme.example/u/1>"
            })
    void waysToLeaveTheListGoOutAsWritten(String value) {
        assertThat(unfolded(wire(Map.of("List-Unsubscribe", value)), "List-Unsubscribe"))
                .isEqualTo(value.replace(">,<", ">, <"));
    }

    @Test
    void longWaysAreFoldedBetweenAndNeverEncoded() {
        String first = "https://acme.example/u?" + "x".repeat(870);
        String second = "mailto:leave@acme.example?subject=" + "y".repeat(600);
        String value = "<" + first + ">,<" + second + ">";

        String wire = wire(Map.of("list-unsubscribe", value));

        assertThat(wire.lines()).contains(" <" + second + ">").allMatch(line -> line.length() <= 998);
        assertThat(unfolded(wire, "List-Unsubscribe")).isEqualTo(value.replace(",", ", "));
    }

    @Test
    void oneClickGoesOutAsRfc8058HasIt() {
        String wire = wire(Map.of(
                "List-Unsubscribe",
                "<https://acme.example/u/1>, <mailto:leave@acme.example>",
                "List-Unsubscribe-Post",
                POST));

        assertThat(wire).contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.example/u/1",
                "<https://acme.example/u/1",
                "<https://acme.example/u/1> <https://acme.example/u/2>",
                "<https://acme.example/u 1>",
                "<javascript:alert(1)>",
                "<file:///etc/passwd>",
                "</u/1>",
                "<https:///u/1>",
                "<https://acme.example/ü>",
                "<>",
                "see below"
            })
    void whatIsNoWayToLeaveAListIsRefused(String value) {
        refused(Map.of("List-Unsubscribe", value), "content.headers.List-Unsubscribe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                                                        | List-Unsubscribe=One-Click  | needs List-Unsubscribe",
                "<mailto:leave@acme.example>                              | List-Unsubscribe=One-Click  | must have one https URI",
                "<http://acme.example/u/1>                                | List-Unsubscribe=One-Click  | must have one https URI",
                "<https://acme.example/u/1>, <http://acme.example/u/1>    | List-Unsubscribe=One-Click  | must have one https URI",
                "<https://acme.example/u/1>, <https://acme.example/u/2>   | List-Unsubscribe=One-Click  | must have one https URI",
                "<https://acme.example/u/1>                               | One-Click                   | must be List-Unsubscribe=One-Click",
                "<https://acme.example/u/1>                               | list-unsubscribe=one-click  | must be List-Unsubscribe=One-Click",
            })
    void oneClickThatNobodyCouldFollowIsRefused(String unsubscribe, String post, String rule) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("List-Unsubscribe-Post", post);
        if (unsubscribe != null) {
            headers.put("List-Unsubscribe", unsubscribe);
        }
        refused(headers, rule);
    }

    @Test
    void fieldThatStandsTwiceIsRefused() {
        refused(
                Map.of("List-Unsubscribe", "<https://a.example/1>", "LIST-Unsubscribe", "<https://a.example/2>"),
                "must stand once");
    }

    @Test
    void moreWaysThanTenAreRefused() {
        String many = IntStream.range(0, 11)
                .mapToObj(i -> "<https://acme.example/" + i + ">")
                .collect(Collectors.joining(", "));

        refused(Map.of("List-Unsubscribe", many), "1 to 10 URIs");
    }

    private static void refused(Map<String, String> headers, String rule) {
        assertThatThrownBy(() -> wire(headers))
                .isInstanceOf(ContractViolation.class)
                .hasMessageContaining("List-Unsubscribe")
                .hasMessageContaining(rule);
    }

    private static String unfolded(String wire, String name) {
        return wire.replace("\r\n ", " ")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    private static String wire(Map<String, String> headers) {
        Content content = new Content(null, "a@acme.example", null, null, null, "x", "text", null, headers, null);
        return Wire.text(StructuredBody.of(content, Wire.QUEUED, "mail.outbound-0-1 x", null));
    }
}
