package io.privatesmtp.bus.contract;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.submission.Attachment;
import io.privatesmtp.bus.submission.Content;
import io.privatesmtp.bus.submission.Envelope;
import io.privatesmtp.bus.submission.Submission;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes JSON Schemas (draft 2020-12) from the records. */
final class Schemas {
    /** Records whose constructors fill in what is absent: these fields of theirs must be there all the same. */
    private static final Map<Class<?>, Set<String>> REQUIRED = Map.of(
            Submission.class, Set.of("envelope", "content"),
            Envelope.class, Set.of("from", "to"),
            Content.class, Set.of(),
            Attachment.class, Set.of("data"),
            RoutingRule.class, Set.of("domain", "account", "sources", "version"),
            SourceAddress.class, Set.of("ip", "kind", "ehlo", "state", "version"),
            AccountEntry.class, Set.of("account", "state", "version"));

    private final SchemaGenerator generator;

    Schemas() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        Json.jsonMapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE, JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        builder.forFields().withRequiredCheck(Schemas::required);
        builder.forTypesInGeneral().withCustomDefinitionProvider(Schemas::scalar);
        this.generator = new SchemaGenerator(builder.build());
    }

    ObjectNode of(String name, Class<?> type) {
        ObjectNode schema = generator.generateSchema(type);
        schema.put("title", name);
        return schema;
    }

    private static boolean required(FieldScope field) {
        Set<String> named = REQUIRED.get(field.getDeclaringType().getErasedType());
        return named != null
                ? named.contains(field.getName())
                : !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static @Nullable CustomDefinition scalar(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        if (raw == Instant.class) {
            return text(context, "format", "date-time");
        }
        if (raw == LocalDate.class) {
            return text(context, "format", "date");
        }
        if (raw == Duration.class) {
            return text(context, "format", "duration");
        }
        if (raw == byte[].class) {
            return text(context, "contentEncoding", "base64");
        }
        if (raw == EnhancedStatus.class) {
            return text(context, "pattern", "^[245]\\.\\d{1,3}\\.\\d{1,3}$");
        }
        return null;
    }

    private static CustomDefinition text(SchemaGenerationContext context, String keyword, String value) {
        ObjectNode node = context.getGeneratorConfig().createObjectNode();
        node.put("type", "string").put(keyword, value);
        return new CustomDefinition(node, true);
    }
}
