package io.privatesmtp.bus;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses as text: one spelling for each, and never a name that would be looked up. */
public final class Ip {
    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private Ip() {}

    /** The canonical spelling (RFC 5952 for IPv6). */
    public static String canonical(String field, @Nullable String text) {
        return text(parse(field, text));
    }

    /** @throws ContractViolation when the text is not an address */
    public static InetAddress parse(String field, @Nullable String value) {
        String text = Require.present(field, value);
        try {
            if (V4.matcher(text).matches()
                    || (text.indexOf(':') >= 0 && V6.matcher(text).matches())) {
                InetAddress address = InetAddress.ofLiteral(text);
                if (text.indexOf(':') < 0 && !address.getHostAddress().equals(text)) {
                    throw bad(field, text);
                }
                return InetAddress.getByAddress(address.getAddress());
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw bad(field, text);
        }
        throw bad(field, text);
    }

    /** An address as text, IPv6 with its longest run of zeros shortened (RFC 5952 section 4). */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : v6(bytes);
    }

    private static String v6(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += length - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    private static ContractViolation bad(String field, String text) {
        return new ContractViolation(ErrorCode.SCHEMA, field, text, "must be an IPv4 or IPv6 address");
    }
}
