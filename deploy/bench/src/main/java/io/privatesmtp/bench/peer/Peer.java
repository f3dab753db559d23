package io.privatesmtp.bench.peer;

import java.nio.file.Path;
import java.util.List;

/** A mail system that takes mail by SMTP, and sends each sender's from an address of its own to one host. */
interface Peer {
    int USUAL_SHARE = 2;

    /** As it is called in reports. */
    String name();

    /** Whether its programs are on this machine, and this user may run them. */
    boolean isInstalled();

    /** It gets one of so many of the messages that we get: what is slow should not take all day. */
    default int share() {
        return USUAL_SHARE;
    }

    /**
     * Writes its configuration, and says how it is started in the foreground.
     *
     * @param folder of its own, empty
     * @param port that it shall listen at on 127.0.0.1
     * @param receiver {@code host:port} that all mail goes to
     */
    List<String> prepare(Path folder, int port, String receiver);
}
