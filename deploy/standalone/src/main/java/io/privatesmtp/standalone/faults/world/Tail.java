package io.privatesmtp.standalone.faults.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads the lines of a file that grows, each once. */
final class Tail {
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private long position;

    Tail(Path file) {
        this.file = file;
    }

    /** Hands over every whole line that was not read before. */
    void read(Consumer<byte[]> reader) {
        if (!Files.exists(file)) {
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var chunk = ByteBuffer.allocate(CHUNK);
            while (channel.read(chunk.clear(), position) > 0) {
                var taken = lines(chunk.array(), chunk.position(), reader);
                if (taken == 0) {
                    return; // a line that is still being written
                }
                position += taken;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static int lines(byte[] bytes, int length, Consumer<byte[]> reader) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                reader.accept(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return start;
    }
}
