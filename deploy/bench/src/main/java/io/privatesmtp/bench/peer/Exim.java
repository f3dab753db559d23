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

/**
 * Exim, as Debian builds it. It takes its configuration from one place only, since it starts itself anew under another user: there a
 * folder of ours is mounted, which nobody sees but the processes started here (a mount namespace).
 */
record Exim() implements Peer {
    private static final Path ETC = Path.of("/etc/exim4");
    private static final String USER = "Debian-exim";

    private static final String CONFIGURATION = """
            primary_hostname = out.provider.test
            exim_path = %1$s
            spool_directory = %2$s/spool
            log_file_path = %2$s/%%slog
            pid_file_path = %2$s/spool/exim.pid
            daemon_smtp_ports = %3$d
            local_interfaces = 127.0.0.1
            disable_ipv6
            tls_advertise_hosts =
            host_lookup =
            rfc1413_query_timeout = 0s
            keep_environment =
            acl_smtp_rcpt = accept
            smtp_accept_max = 0
            smtp_accept_queue = 0
            smtp_accept_queue_per_connection = 0
            smtp_accept_reserve = 0
            smtp_load_reserve = 1000
            queue_run_max = 20
            split_spool_directory
            message_logs = false
            log_selector = -all

            begin routers
            all:
              driver = manualroute
              route_list = * %4$s byname
              self = send
              transport = out

            begin transports
            out:
              driver = smtp
              port = %5$s
              hosts_try_fastopen =
              hosts_avoid_tls = *
              hosts_try_chunking =
              allow_localhost
              connection_max_messages = 500
              interface = ${lookup{$sender_address_domain}lsearch{%2$s/sources}}

            begin retry
            * * F,2h,1m
            """;

    @Override
    public String name() {
        return "exim";
    }

    @Override
    public boolean isInstalled() {
        return Programs.isRoot()
                && Programs.find("exim4").isPresent()
                && Programs.find("unshare").isPresent()
                && Files.isDirectory(ETC);
    }

    /** It starts three processes for each message. */
    @Override
    public int share() {
        return 10;
    }

    @Override
    public List<String> prepare(Path folder, int port, String receiver) {
        var program = Programs.find("exim4").orElseThrow().toString();
        var host = receiver.substring(0, receiver.indexOf(':'));
        var hostPort = receiver.substring(receiver.indexOf(':') + 1);
        var sources = new StringBuilder();
        for (int i = 0; i < Case.SENDERS; i++) {
            sources.append(Letters.sender(i) + ": " + Senders.address(i) + "\n");
        }
        try {
            var etc = Files.createDirectory(folder.resolve("etc"));
            Files.writeString(
                    etc.resolve("exim4.conf"), CONFIGURATION.formatted(program, folder, port, host, hostPort));
            Files.writeString(folder.resolve("sources"), sources);
            var user = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            Files.setOwner(folder, user);
            Files.setOwner(Files.createDirectory(folder.resolve("spool")), user);
            return List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "mount --bind \"$0\" " + ETC + " && exec \"$1\" -bdf",
                    etc.toString(),
                    program);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure Exim in " + folder, e);
        }
    }
}
