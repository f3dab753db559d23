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
 * Postfix, configured for this and nothing else: a transport for each sender's address, no look-ups in DNS, no limits on the
 * client, connections that are used again.
 *
 * @param name where its queue is tells one from another
 */
record Postfix(String name) implements Peer {
    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/maillog
            maillog_file_prefixes = %1$s
            myhostname = out.provider.test
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            alias_maps =
            alias_database =
            relayhost = %2$s
            default_transport = from0
            sender_dependent_default_transport_maps = texthash:%1$s/transports
            smtp_tls_security_level = none
            smtp_dns_support_level = disabled
            smtpd_peername_lookup = no
            smtpd_client_connection_count_limit = 0
            receive_override_options = no_address_mappings, no_header_body_checks, no_milters
            in_flow_delay = 0
            default_process_limit = 60
            max_use = 10000
            qmgr_message_active_limit = 40000
            qmgr_message_recipient_limit = 40000
            default_destination_concurrency_limit = 3
            initial_destination_concurrency = 3
            smtp_connection_cache_on_demand = yes
            smtp_connection_cache_destinations = %2$s
            smtp_connection_cache_time_limit = 10s
            """;

    private static final String SERVICES = """
            127.0.0.1:%d inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """;

    @Override
    public boolean isInstalled() {
        return Programs.isRoot() && Programs.find("postfix").isPresent();
    }

    @Override
    public List<String> prepare(Path folder, int port, String receiver) {
        var next = "[" + receiver.replace(":", "]:");
        var services = new StringBuilder(SERVICES.formatted(port));
        var transports = new StringBuilder();
        for (int i = 0; i < Case.SENDERS; i++) {
            services.append("from" + i + " unix - - n - - smtp\n  -o smtp_bind_address=" + Senders.address(i) + "\n");
            transports.append("@" + Letters.sender(i) + " from" + i + ":\n");
        }
        try {
            var etc = Files.createDirectories(folder.resolve("etc"));
            Files.createDirectory(folder.resolve("queue"));
            var data = Files.createDirectory(folder.resolve("data"));
            var postfix = data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix");
            Files.setOwner(data, postfix);
            Files.writeString(etc.resolve("main.cf"), MAIN.formatted(folder, next));
            Files.writeString(etc.resolve("master.cf"), services);
            Files.writeString(folder.resolve("transports"), transports);
            return List.of(Programs.find("postfix").orElseThrow().toString(), "-c", etc.toString(), "start-fg");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure Postfix in " + folder, e);
        }
    }
}
