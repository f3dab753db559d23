package io.privatesmtp.bench.peer;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bench.world.Programs;
import io.privatesmtp.bench.world.Senders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Haraka ({@code npm install --global Haraka}), with a process for each processor and a plugin that picks the address. */
record Haraka() implements Peer {
    private static final String PLUGIN = """
            const SOURCES = %s;
            exports.hook_get_mx = function (next, mail) {
                const sender = mail.todo.mail_from.host;
                next(OK, { exchange: '%s', port: %s, priority: 0, bind: SOURCES[sender] });
            };
            """;

    /** As it ships them; it reads each of these, and fails where one is missing. */
    private static final String CONNECTIONS = """
            [main]
            [haproxy]
            hosts[] =
            [headers]
            max_lines=1000
            max_received=100
            [max]
            bytes=26214400
            mime_parts=1000
            line_length=512
            data_line_length=992
            [message]
            helo=at your service
            close=closing connection
            [uuid]
            banner_chars=0
            deny_chars=0
            """;

    @Override
    public String name() {
        return "haraka";
    }

    @Override
    public boolean isInstalled() {
        return Programs.find("haraka").isPresent();
    }

    @Override
    public List<String> prepare(Path folder, int port, String receiver) {
        var sources = new StringBuilder("{");
        for (int i = 0; i < Case.SENDERS; i++) {
            sources.append("'" + Letters.sender(i) + "': '" + Senders.address(i) + "', ");
        }
        var host = receiver.substring(0, receiver.indexOf(':'));
        var hostPort = receiver.substring(receiver.indexOf(':') + 1);
        try {
            var config = Files.createDirectories(folder.resolve("config"));
            var plugins = Files.createDirectory(folder.resolve("plugins"));
            Files.createDirectory(folder.resolve("queue"));
            write(config, "me", "out.provider.test");
            write(config, "plugins", "relay\nsource");
            write(config, "relay.ini", "[relay]\nacl=true");
            write(config, "relay_acl_allow", "127.0.0.0/8");
            write(config, "smtp.ini", "listen=127.0.0.1:" + port + "\nnodes=cpus");
            write(config, "outbound.ini", "enable_tls=false\nlocal_mx_ok=true\ninet_prefer=v4\nconcurrency_max=50");
            write(config, "log.ini", "[main]\nlevel=error");
            write(config, "connection.ini", CONNECTIONS);
            write(plugins, "source.js", PLUGIN.formatted(sources.append('}'), host, hostPort));
            return List.of(Programs.find("haraka").orElseThrow().toString(), "-c", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure Haraka in " + folder, e);
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text + "\n");
    }
}
