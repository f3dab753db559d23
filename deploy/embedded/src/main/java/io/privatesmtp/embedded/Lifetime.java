package io.privatesmtp.embedded;

/** How long a started process lives. */
public enum Lifetime {
    /** Until somebody stops it; it survives the JVM and the terminal that started it. */
    DETACHED,
    /** At most as long as the JVM that started it, however that ends. Durability is given up for speed. */
    WITH_PARENT;

    /** Kills the process when this JVM is gone, however that ended. */
    public static void bound(Process process) {
        Shell.whenThisProcessEnds("kill -9 " + process.pid());
    }
}
