package io.privatesmtp.embedded;

import java.util.function.Supplier;

/**
 * Things that all tests of a JVM share. Quarkus loads a test resource anew, in another class loader, for each test
 * profile; the system properties are the one place that all of them see.
 */
final class OncePerJvm {
    private OncePerJvm() {}

    /** The address of a server, which the first caller starts. */
    static String started(String name, Supplier<String> start) {
        return (String) System.getProperties().computeIfAbsent("psr.embedded." + name, key -> start.get());
    }

    /** Whether the servers are to be containers, not processes. */
    static boolean inContainers() {
        return Boolean.getBoolean("psr.containers");
    }
}
