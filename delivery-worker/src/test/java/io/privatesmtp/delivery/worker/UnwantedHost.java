package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

/**
 * A line of {@code src/test/resources/unwanted-hosts.txt}.
 *
 * @param family 4 or 6, of the source address
 * @param how a recipient leads there
 */
record UnwantedHost(int number, int family, String how, String where) {

    static List<UnwantedHost> all(int family) throws IOException {
        List<UnwantedHost> hosts = new ArrayList<>();
        try (var lines = Files.lines(Path.of("src/test/resources/unwanted-hosts.txt"))) {
            lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .forEach(line ->
                            hosts.add(new UnwantedHost(hosts.size(), Integer.parseInt(line[0]), line[1], line[2])));
        }
        return hosts.stream().filter(host -> host.family == family).toList();
    }

    String recipient() {
        return "bob@"
                + switch (how) {
                    case "literal" -> "[" + where + "]";
                    case "domain" -> where;
                    default -> domain();
                };
    }

    private String domain() {
        return "d" + number + ".unwanted.test";
    }

    /** What the stranger writes into the DNS. */
    void publish(NameServer names) throws IOException {
        switch (how) {
            case "a", "aaaa" -> address(names, domain());
            case "mx" -> {
                names.mx(domain(), 10, "mx." + domain());
                address(names, "mx." + domain());
            }
            case "alias" -> {
                names.cname(domain(), "real." + domain());
                address(names, "real." + domain());
            }
            case "mx-name" -> names.mx(domain(), 10, where);
            default -> {}
        }
    }

    private void address(NameServer names, String host) throws IOException {
        if (family == 4) {
            names.a(host, where);
        } else {
            names.add(new AAAARecord(Name.fromString(host + "."), DClass.IN, 60, v6()));
        }
    }

    /** Java would make an IPv4 address of a mapped one. */
    private InetAddress v6() throws IOException {
        byte[] bytes = InetAddress.ofLiteral(where).getAddress();
        if (bytes.length == 16) {
            return Inet6Address.getByAddress(null, bytes, -1);
        }
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return Inet6Address.getByAddress(null, mapped, -1);
    }

    /** The address, or null where none is named. */
    InetAddress listenable() {
        try {
            return InetAddress.ofLiteral(where.startsWith("IPv6:") ? where.substring(5) : where);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
