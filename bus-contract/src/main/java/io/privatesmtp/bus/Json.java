package io.privatesmtp.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it stands on the bus: UTF-8, unknown fields ignored, null is absent, nothing coerced (a number is no text),
 * times in RFC 3339. Reading is bounded in depth and length.
 */
public final class Json {
    private static final int MAX_DEPTH = 64;
    /** 25 MiB of MIME in base64, with room. */
    private static final int MAX_TEXT = 40 * 1024 * 1024;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .addModule(strictTimes())
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> {
                    config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .withCoercionConfig(LogicalType.DateTime, config -> {
                    config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                })
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
    }

    /** Times and durations as text only: the module of Jackson takes numbers too, and 5 for five seconds after 1970. */
    private static SimpleModule strictTimes() {
        return new SimpleModule()
                .addDeserializer(
                        Instant.class,
                        new TextDeserializer<>(
                                Instant.class,
                                text -> OffsetDateTime.parse(text).toInstant(),
                                "must be a time as RFC 3339 writes it"))
                .addDeserializer(
                        LocalDate.class,
                        new TextDeserializer<>(
                                LocalDate.class, LocalDate::parse, "must be a date as ISO 8601 writes it"))
                .addDeserializer(
                        Duration.class,
                        new TextDeserializer<>(
                                Duration.class, Duration::parse, "must be a duration as ISO 8601 writes it"));
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parser;
        private final String rule;

        TextDeserializer(Class<T> type, Function<String, T> parser, String rule) {
            super(type);
            this.parser = parser;
            this.rule = rule;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                throw MismatchedInputException.from(json, handledType(), rule);
            }
            try {
                return parser.apply(json.getText());
            } catch (DateTimeException e) {
                throw InvalidFormatException.from(json, rule, json.getText(), handledType());
            }
        }
    }

    /** The mapper itself, for the schema generator and for modules that must agree with the bus. */
    public static JsonMapper jsonMapper() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ContractViolation that names the field, when the bytes are not JSON or not a valid {@code type} */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new ContractViolation(ErrorCode.SCHEMA, type.getSimpleName(), null, "is null");
            }
            return value;
        } catch (JsonMappingException e) {
            throw violation(e, json);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static ContractViolation notJson(IOException e) {
        return new ContractViolation(
                ErrorCode.NOT_JSON, "value", null, "is not JSON: " + firstLine(String.valueOf(e.getMessage())));
    }

    /** The tree of a record that cannot be bound, so that its recipients can be told. */
    public static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    private static ContractViolation violation(JsonMappingException e, byte[] json) {
        String path = path(e);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ContractViolation violation) {
                return violation;
            }
            if (cause instanceof JsonProcessingException broken && !(cause instanceof JsonMappingException)) {
                return notJson(broken);
            }
        }
        Object value = e instanceof InvalidFormatException bad ? bad.getValue() : scalar(e, json);
        return new ContractViolation(ErrorCode.SCHEMA, path.isEmpty() ? "value" : path, value, rule(e));
    }

    /** What stands where the mapping failed, null when it is nothing, or more than a text, a number or a truth. */
    private static @Nullable Object scalar(JsonMappingException e, byte[] json) {
        try {
            JsonNode node = tree(json);
            for (JsonMappingException.Reference step : e.getPath()) {
                node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
            }
            return node.isValueNode() && !node.isNull() ? node.asText() : null;
        } catch (IOException broken) {
            return null;
        }
    }

    /** Jackson's sentences speak of Java; a producer knows JSON. */
    private static String rule(JsonMappingException e) {
        String message = firstLine(String.valueOf(e.getOriginalMessage()));
        if (message.startsWith("must be ") || !(e instanceof MismatchedInputException mismatch)) {
            return message;
        }
        Class<?> type = mismatch.getTargetType();
        if (type == null) {
            return message;
        }
        if (message.startsWith("Cannot map `null`")) {
            return "is required";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Stream.of(type.getEnumConstants())
                            .map(constant -> MAPPER.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        return "must be " + kind(type);
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return type == BigDecimal.class ? "a number" : "a whole number in range";
        }
        if (type == byte[].class) {
            return "base64 text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) : line;
    }
}
