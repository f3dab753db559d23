package io.privatesmtp.standalone.bus;

import io.privatesmtp.embedded.Ports;
import io.privatesmtp.standalone.system.Failure;

/** The broker that the commands speak to. */
public final class Broker {
    private Broker() {}

    /** Says at once when nobody listens; the Kafka clients would go on trying. */
    public static String mustListen(String servers) {
        for (var server : servers.split(",")) {
            var colon = server.lastIndexOf(':');
            if (colon > 0
                    && listens(
                            server.substring(0, colon).strip(),
                            server.substring(colon + 1).strip())) {
                return servers;
            }
        }
        throw new Failure("Kafka at " + servers + " does not answer. Is the system up? ./psr status tells.");
    }

    private static boolean listens(String host, String port) {
        try {
            return Ports.accepts(host, Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
