package io.privatesmtp.delivery.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/** A message as a reader's mail program sees it. */
final class ReadMessage {
    final Message message;

    private ReadMessage(Message message) {
        this.message = message;
    }

    static ReadMessage of(byte[] bytes) {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        try {
            return new ReadMessage(builder.parseMessage(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The leaves in order. */
    List<Entity> leaves() {
        List<Entity> leaves = new ArrayList<>();
        collect(message, leaves);
        return leaves;
    }

    /** A leaf's text; of other leaves the octets as ISO 8859-1. */
    static String content(Entity leaf) {
        try {
            if (leaf.getBody() instanceof TextBody text) {
                StringBuilder out = new StringBuilder();
                try (var reader = text.getReader()) {
                    reader.transferTo(new java.io.Writer() {
                        @Override
                        public void write(char[] chars, int offset, int length) {
                            out.append(chars, offset, length);
                        }

                        @Override
                        public void flush() {}

                        @Override
                        public void close() {}
                    });
                }
                return out.toString();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (InputStream in = ((SingleBody) leaf.getBody()).getInputStream()) {
                in.transferTo(out);
            }
            return out.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> contents() {
        return leaves().stream().map(ReadMessage::content).toList();
    }

    String field(String name) {
        return message.getHeader().getField(name).getBody();
    }

    private static void collect(Entity entity, List<Entity> leaves) {
        switch (entity.getBody()) {
            case Multipart multipart -> multipart.getBodyParts().forEach(part -> collect(part, leaves));
            case Message enclosed -> collect(enclosed, leaves);
            default -> leaves.add(entity);
        }
    }
}
