package io.privatesmtp.internet.script;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one connection brought.
 *
 * @param peer the address that connected
 * @param lines the commands, in order
 * @param contents the messages, up to their final dots, as they came
 * @param surprises where the client did not keep to the script
 */
public record Visit(InetAddress peer, List<String> lines, List<byte[]> contents, List<String> surprises) {
    Visit(InetAddress peer) {
        this(peer, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }
}
