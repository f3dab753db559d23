package io.privatesmtp.bench.world;

/** The addresses that mail leaves from. */
public final class Senders {
    private static final int FIRST = 11;

    private Senders() {}

    /** Of this sender's mail. */
    public static String address(int number) {
        return "127.0.1." + (FIRST + number);
    }
}
