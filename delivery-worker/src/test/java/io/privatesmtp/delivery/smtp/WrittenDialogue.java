package io.privatesmtp.delivery.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A dialogue of {@code src/test/resources/dialogues}; their language is in the README there.
 *
 * @param settings what the client has and wants, by name
 * @param script the server's part
 * @param expected what must come of it
 */
record WrittenDialogue(
        String file, String name, Map<String, String> settings, List<String> script, List<String> expected) {
    private static final Path FOLDER = Path.of("src/test/resources/dialogues");

    static List<WrittenDialogue> all() {
        Map<String, List<String>> parts = new HashMap<>();
        List<WrittenDialogue> dialogues = new ArrayList<>();
        List<String> part = null;
        for (String line : lines(FOLDER.resolve("parts.txt"))) {
            if (line.startsWith(":: ")) {
                part = parts.computeIfAbsent(line.substring(3), name -> new ArrayList<>());
            } else {
                add(Objects.requireNonNull(part, line), line, parts);
            }
        }
        try (var files = Files.list(FOLDER)) {
            files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(file -> !file.endsWith("parts.txt"))
                    .sorted()
                    .forEach(file -> read(file, parts, dialogues));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dialogues;
    }

    private static void read(Path file, Map<String, List<String>> parts, List<WrittenDialogue> dialogues) {
        for (String line : lines(file)) {
            if (line.startsWith("== ")) {
                dialogues.add(new WrittenDialogue(
                        file.getFileName().toString(),
                        line.substring(3),
                        new HashMap<>(),
                        new ArrayList<>(),
                        new ArrayList<>()));
            } else {
                dialogues.getLast().add(line, parts);
            }
        }
    }

    private void add(String line, Map<String, List<String>> parts) {
        if (line.startsWith("@")) {
            String[] setting = line.substring(1).split(" ", 2);
            settings.put(setting[0], setting[1]);
        } else if (line.startsWith("=> ")) {
            expected.add(line.substring(3));
        } else {
            add(script, line, parts);
        }
    }

    private static void add(List<String> script, String line, Map<String, List<String>> parts) {
        if (line.startsWith("& ")) {
            script.addAll(Objects.requireNonNull(parts.get(line.substring(2)), line));
        } else {
            script.add(line);
        }
    }

    private static List<String> lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String setting(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    /** How many messages are sent. */
    int messages() {
        return Integer.parseInt(setting("messages", "1"));
    }

    /** Whether the server reads messages up to their dots. */
    boolean reads() {
        return script.contains("content");
    }

    String text() {
        return String.join("\n", script);
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
