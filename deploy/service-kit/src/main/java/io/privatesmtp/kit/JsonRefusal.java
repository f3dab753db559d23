package io.privatesmtp.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Json;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON body, in words that name field, value and rule, and no class of ours. */
final class JsonRefusal {
    private JsonRefusal() {}

    static Problem of(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            String sentence =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            return Problem.of(400, "not-json", "the body is not JSON: " + sentence, null);
        }
        String field = field(mapping);
        String named = field == null ? "the body" : field;
        return Problem.of(400, "schema", named + value(mapping) + ": " + rule(mapping), field);
    }

    /** The path of the field, in the spelling of the contract's own violations: {@code limits.perHour}, {@code domains[3]}. */
    private static @Nullable String field(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? null : path.startsWith(".") ? path.substring(1) : path;
    }

    private static String value(JsonMappingException e) {
        return e instanceof InvalidFormatException format && format.getValue() != null
                ? " " + ContractViolation.shown(format.getValue())
                : "";
    }

    private static String rule(JsonMappingException e) {
        Class<?> wanted = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null) {
            return "is not what is expected here";
        }
        if (wanted.isEnum()) {
            return "must be one of "
                    + Arrays.stream(wanted.getEnumConstants())
                            .map(constant -> Json.jsonMapper().convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        return "must be " + kind(wanted);
    }

    private static String kind(Class<?> wanted) {
        if (wanted == String.class) {
            return "a string";
        } else if (wanted == Boolean.class || wanted == boolean.class) {
            return "true or false";
        } else if (Number.class.isAssignableFrom(wanted) || wanted.isPrimitive()) {
            return "a number";
        } else if (Iterable.class.isAssignableFrom(wanted) || wanted.isArray()) {
            return "a list";
        } else if (java.time.temporal.Temporal.class.isAssignableFrom(wanted)) {
            return "a time as in RFC 3339";
        }
        return "an object";
    }
}
