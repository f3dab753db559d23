package io.privatesmtp.bench.world;

/** The addresses that mail leaves from. */
public final class Senders {
    private static final int FIRST = 11;
    private static final int OF_A_NETWORK = 200;

    private Senders() {}

    /** Of this sender's mail; numbers beyond the senders' have addresses without mail. */
    public static String address(int number) {
        return "127.0." + (1 + number / OF_A_NETWORK) + "." + (FIRST + number % OF_A_NETWORK);
    }
}
