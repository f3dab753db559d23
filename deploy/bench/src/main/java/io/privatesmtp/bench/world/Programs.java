package io.privatesmtp.bench.world;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Programs {
    /** Where mail systems are, although not in everybody's PATH. */
    private static final String SYSTEM_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/lib/postfix/sbin";

    private Programs() {}

    public static Optional<Path> find(String name) {
        var folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEM_FOLDERS;
        return Stream.of(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether this is root, who must give up rights in some programs. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The JVM that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
