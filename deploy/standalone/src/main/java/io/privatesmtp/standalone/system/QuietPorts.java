package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.Ports;
import java.security.SecureRandom;

/**
 * Ports below those that Linux gives to outgoing connections (32768 and up). A server that is down for a while finds its
 * port free then: no client has it, and none that tries to reach it meets itself.
 */
public final class QuietPorts {
    private static final int FIRST = 18_000;
    private static final int COUNT = 14_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private QuietPorts() {}

    public static int free() {
        while (true) {
            var port = FIRST + RANDOM.nextInt(COUNT);
            if (Ports.isFree(port)) {
                return port;
            }
        }
    }
}
