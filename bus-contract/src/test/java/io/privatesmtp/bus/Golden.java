package io.privatesmtp.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The examples that the contract's tests share: {@code golden/<name>.json}, each with every field it can have. */
final class Golden {
    private Golden() {}

    static byte[] bytes(String name) {
        try (var in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example with the field at this JSON pointer set to a value, or without it where the value is null. */
    static byte[] with(String name, String pointer, Object value) {
        try {
            JsonNode root = Json.tree(bytes(name));
            int slash = pointer.lastIndexOf('/');
            ObjectNode parent = (ObjectNode) root.at(pointer.substring(0, slash));
            String field = pointer.substring(slash + 1);
            if (value == null) {
                parent.remove(field);
            } else {
                parent.set(field, Json.jsonMapper().valueToTree(value));
            }
            return Json.write(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
