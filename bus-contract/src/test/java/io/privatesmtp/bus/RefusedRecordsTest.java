package io.privatesmtp.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.privatesmtp.bus.submission.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a record is refused, in words that name the field, the value and the rule. */
class RefusedRecordsTest {
    static Stream<Arguments> illTyped() {
        return Stream.of(
                Arguments.of("submission", "/id", 5, "id \"5\": must be a text"),
                Arguments.of("submission", "/id", "a b", "id \"a b\": must be 1 to 200 characters"),
                Arguments.of("submission", "/account", "Acme", "account \"Acme\": must be 1 to 40 characters"),
                Arguments.of("submission", "/envelope", "x", "envelope \"x\": must be an object"),
                Arguments.of("submission", "/envelope/from", true, "envelope.from \"true\": must be a text"),
                Arguments.of("submission", "/content/subject", Map.of(), "content.subject: must be a text"),
                Arguments.of("submission", "/content/attachments", "x", "content.attachments \"x\": must be a list"),
                Arguments.of("submission", "/content/mime", "%", "content.mime \"\": must be base64 text"),
                Arguments.of("submission", "/notBefore", 5, "notBefore \"5\": must be a time"),
                Arguments.of("submission", "/notBefore", "5", "notBefore \"5\": must be a time"),
                Arguments.of("submission", "/expiresAt", "tomorrow", "expiresAt \"tomorrow\": must be a time"),
                Arguments.of(
                        "submission", "/priority", "urgent", "priority \"urgent\": must be one of transactional, bulk"),
                Arguments.of("submission", "/priority", 1, "priority \"1\": must be one of transactional, bulk"),
                Arguments.of("submission", "/tags", Collections.nCopies(2, "x"), "tags: must be an object"),
                Arguments.of("routing-rule", "/domain", "no domain", "domain \"no domain\": must be a domain name"),
                Arguments.of("routing-rule", "/holdFor", 5, "holdFor \"5\": must be a duration"),
                Arguments.of("routing-rule", "/holdFor", "4h", "holdFor \"4h\": must be a duration"),
                Arguments.of("routing-rule", "/sources", List.of(), "sources: must name an address"),
                Arguments.of(
                        "routing-rule",
                        "/includeSubdomains",
                        "yes",
                        "includeSubdomains \"yes\": must be true or false"),
                Arguments.of("routing-rule", "/version", "7", "version \"7\": must be a whole number"),
                Arguments.of("routing-rule", "/version", 7.5, "version \"7.5\": must be a whole number"),
                Arguments.of("source-address", "/ip", "example.net", "ip \"example.net\": must be an IPv4 or IPv6"),
                Arguments.of("mail-delivered", "/reply/code", 99, "reply.code \"99\": must be 0 or 200 to 599"),
                Arguments.of("mail-delivered", "/reply/enhanced", "3.0.0", "enhanced \"3.0.0\": must be class"),
                Arguments.of("mail-bounced", "/category", "gone", "category \"gone\": must be one of"),
                Arguments.of(
                        "control-directive",
                        "/directive",
                        "delete",
                        "directive \"delete\": must be one of suspend, cancel"),
                Arguments.of("control-directive", "/directive", null, "directive: is required"),
                Arguments.of("usage", "/day", 5, "day \"5\": must be a date"),
                Arguments.of("usage", "/day", "25.11.2026", "day \"25.11.2026\": must be a date"),
                Arguments.of("usage", "/what", "domain:a.test", "what \"domain:a.test\": must be account:ID or"),
                Arguments.of("usage", "/used", Collections.nCopies(25, 1), "used \"25\": must have 24 numbers at most"),
                Arguments.of("usage", "/used", List.of(3, -1), "used \"-1\": must not be negative"),
                Arguments.of("usage", "/used", Collections.nCopies(2, null), "used: must not be negative"),
                Arguments.of("account-entry", "/limits/perHour", -1, "limits.perHour \"-1\": must not be negative"));
    }

    @ParameterizedTest
    @MethodSource("illTyped")
    void whatTheContractForbidsIsRefused(String name, String pointer, Object value, String sentence) {
        ContractViolation violation = refusal(name, Golden.with(name, pointer, value));

        assertThat(violation.code()).isEqualTo(ErrorCode.SCHEMA);
        assertThat(violation).hasMessageStartingWith(sentence);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of("submission", "/envelope", "envelope"),
                Arguments.of("submission", "/envelope/from", "envelope.from"),
                Arguments.of("submission", "/content", "content"),
                Arguments.of("routing-rule", "/domain", "domain"),
                Arguments.of("routing-rule", "/account", "account"),
                Arguments.of("routing-rule", "/sources", "sources"),
                Arguments.of("routing-rule", "/version", "version"),
                Arguments.of("source-address", "/kind", "kind"),
                Arguments.of("source-address", "/state", "state"),
                Arguments.of("account-entry", "/state", "state"),
                Arguments.of("mail-held", "/attempt", "attempt"),
                Arguments.of("account-fact", "/sequence", "sequence"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatIsRequiredMustBeThere(String name, String pointer, String field) {
        assertThat(refusal(name, Golden.with(name, pointer, null))).hasMessage(field + ": is required");
    }

    /** In JSON it can be written, as an escape; in UTF-8 it cannot, and becomes a question mark. */
    @Test
    void halfACharacterIsInNoId() {
        assertThatExceptionOfType(ContractViolation.class)
                .isThrownBy(() -> Require.idOrNull("id", "lone\ud800"))
                .withMessageContaining("must not hold half of a surrogate pair");
        assertThat(Require.idOrNull("id", "whole\ud83d\udce7")).isNotNull();
    }

    @Test
    void noRecipientsAndTooManyHaveCodesOfTheirOwn() {
        var none = refusal("submission", Golden.with("submission", "/envelope/to", List.of()));
        var many = refusal(
                "submission", Golden.with("submission", "/envelope/to", Collections.nCopies(1_001, "a@b.test")));

        assertThat(none.code()).isEqualTo(ErrorCode.NO_RECIPIENTS);
        assertThat(many.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(many).hasMessageContaining("1001 recipients").hasMessageContaining("1,000 at most");
    }

    @Test
    void whatIsNoJsonIsCalledSo() {
        for (String text : List.of("", "{", "hello", "{} {}", "{\"id\": \"a\", \"envelope\": {\"from\": }}")) {
            assertThat(refusal("submission", text.getBytes(StandardCharsets.UTF_8)))
                    .hasMessageNotContaining("java");
        }
        assertThat(refusal("submission", "{".getBytes(StandardCharsets.UTF_8)).code())
                .isEqualTo(ErrorCode.NOT_JSON);
    }

    @ParameterizedTest
    @MethodSource("names")
    void unknownFieldsAreIgnored(String name) throws IOException {
        ObjectNode more = (ObjectNode) Json.tree(Golden.bytes(name));
        more.putObject("ofALaterVersion").put("x", 1);

        Object read = Json.read(Json.write(more), Records.ALL.get(name));

        JsonNode written = Json.tree(Json.write(read));
        assertThat(written).isEqualTo(Json.tree(Golden.bytes(name)));
    }

    @Test
    void aValueIsShownShortAndWithoutLineBreaks() {
        var violation = refusal("submission", Golden.with("submission", "/id", "a\r\nb" + "x".repeat(5_000)));

        assertThat(violation.getMessage()).hasSizeLessThan(300).doesNotContain("\r", "\n");
    }

    static Stream<String> names() {
        return Records.ALL.keySet().stream();
    }

    private static ContractViolation refusal(String name, byte[] json) {
        Class<?> type = Records.ALL.getOrDefault(name, Submission.class);
        return assertThatExceptionOfType(ContractViolation.class)
                .isThrownBy(() -> Json.read(json, type))
                .actual();
    }
}
