package io.privatesmtp.internet;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what a host received to files: a JSON line per message, and the messages themselves. */
final class MailRecord implements AutoCloseable {
    private final @Nullable BufferedWriter lines;
    private final @Nullable Path folder;
    private final AtomicLong count = new AtomicLong();

    /**
     * @param file one JSON object per line is appended to it, or null
     * @param folder each message becomes a file of it, named host-number.eml, or null
     */
    MailRecord(@Nullable Path file, @Nullable Path folder) throws IOException {
        this.folder = folder == null ? null : Files.createDirectories(folder);
        this.lines = file == null
                ? null
                : Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Returns once the message stands in the files. */
    void add(Received message, String host) {
        try {
            String name = "%s-%06d.eml".formatted(host.replace(':', '_'), count.incrementAndGet());
            if (folder != null) {
                Files.write(folder.resolve(name), message.content());
            }
            if (lines != null) {
                String line = json(message, host, folder == null ? null : name);
                synchronized (lines) {
                    lines.write(line);
                    lines.flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }

    private static String json(Received message, String host, @Nullable String file) {
        return "{\"host\":%s,\"peer\":%s,\"ehlo\":%s,\"from\":%s,\"parameters\":%s,\"to\":%s,\"messageId\":%s,\"size\":%d,\"hash\":\"%016x\",\"bodyChecksum\":%d,\"at\":%s,\"connection\":%d,\"tls\":%s,\"acknowledged\":%b,\"file\":%s}\n"
                .formatted(
                        text(host),
                        text(message.peerIp()),
                        text(message.ehlo()),
                        text(message.from()),
                        texts(message.parameters()),
                        texts(message.to()),
                        text(message.messageId()),
                        message.size(),
                        message.hash(),
                        message.bodyChecksum(),
                        text(message.at().toString()),
                        message.connection(),
                        text(message.tls()),
                        message.acknowledged(),
                        text(file));
    }

    private static String texts(List<String> values) {
        return values.stream().map(MailRecord::text).collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
