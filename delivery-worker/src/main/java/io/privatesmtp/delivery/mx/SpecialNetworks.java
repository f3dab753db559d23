package io.privatesmtp.delivery.mx;

import java.util.List;

/**
 * The networks that no mail server of somebody else can have: the IANA registries of special-purpose addresses (RFC
 * 6890 and its successors), and the addresses at which clouds serve credentials to their machines. The first that
 * contains an address names the reason.
 */
final class SpecialNetworks {
    record Special(Network network, String reason) {}

    static final List<Special> V4 = List.of(
            special("169.254.169.254", "metadata"),
            special("168.63.129.16", "metadata"),
            special("100.100.100.200", "metadata"),
            special("192.0.0.192", "metadata"),
            special("0.0.0.0/8", "unspecified"),
            special("10.0.0.0/8", "private"),
            special("100.64.0.0/10", "carrier-grade NAT"),
            special("127.0.0.0/8", "loopback"),
            special("169.254.0.0/16", "link-local"),
            special("172.16.0.0/12", "private"),
            special("192.0.0.0/24", "reserved"),
            special("192.0.2.0/24", "documentation"),
            special("192.31.196.0/24", "reserved"),
            special("192.52.193.0/24", "reserved"),
            special("192.88.99.0/24", "reserved"),
            special("192.168.0.0/16", "private"),
            special("192.175.48.0/24", "reserved"),
            special("198.18.0.0/15", "benchmark"),
            special("198.51.100.0/24", "documentation"),
            special("203.0.113.0/24", "documentation"),
            special("224.0.0.0/4", "multicast"),
            special("255.255.255.255", "broadcast"),
            special("240.0.0.0/4", "reserved"));

    static final List<Special> V6 = List.of(
            special("fd00:ec2::/32", "metadata"),
            special("fd20:ce::254", "metadata"),
            special("::/128", "unspecified"),
            special("::1/128", "loopback"),
            special("fc00::/7", "private"),
            special("fe80::/10", "link-local"),
            special("fec0::/10", "private"),
            special("ff00::/8", "multicast"),
            special("2001:2::/48", "benchmark"),
            special("2001:db8::/32", "documentation"),
            special("3fff::/20", "documentation"),
            special("2620:4f:8000::/48", "reserved"));

    private SpecialNetworks() {}

    private static Special special(String network, String reason) {
        return new Special(Network.parse("special network", network), reason);
    }
}
