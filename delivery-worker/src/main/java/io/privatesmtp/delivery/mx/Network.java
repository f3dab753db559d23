package io.privatesmtp.delivery.mx;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses that share their first bits (CIDR, RFC 4632 section 3.1). */
public final class Network {
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address.
     *
     * @param field names the setting in the error
     * @throws ContractViolation when the text is no network, or has bits set behind its length
     */
    public static Network parse(String field, String text) {
        int slash = text.indexOf('/');
        byte[] address =
                Ip.parse(field, slash < 0 ? text : text.substring(0, slash)).getAddress();
        int bits = address.length * 8;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            bits = LENGTH.matcher(length).matches() ? Integer.parseInt(length) : Integer.MAX_VALUE;
        }
        if (bits > address.length * 8) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must be a network such as 192.0.2.0/24");
        }
        Network network = new Network(address, bits);
        if (!Arrays.equals(address, network.masked(address))) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must have no bits set behind the prefix");
        }
        return network;
    }

    /** Networks with commas between them; none when the text is blank. */
    public static List<Network> parseAll(String field, String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> parse(field, part))
                .toList();
    }

    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(address, 0, whole, prefix, 0, whole)
                && (rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0);
    }

    private byte[] masked(byte[] address) {
        byte[] masked = new byte[address.length];
        System.arraycopy(address, 0, masked, 0, bits / 8);
        if (bits % 8 != 0) {
            masked[bits / 8] = (byte) (address[bits / 8] & 0xff << 8 - bits % 8);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(prefix, network.prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }

    /** Canonical: address, slash, number of bits. */
    @Override
    public String toString() {
        return Ip.text(address(prefix)) + "/" + bits;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes)
                    : java.net.Inet6Address.getByAddress(null, bytes, -1);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
