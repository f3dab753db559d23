package io.privatesmtp.delivery.mx;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.xbill.DNS.Type;

/** The family of the address that mail leaves from: it can only go to addresses of the same. */
public enum Family {
    V4(Type.A),
    V6(Type.AAAA);

    private final int recordType;

    Family(int recordType) {
        this.recordType = recordType;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet4Address ? V4 : V6;
    }

    int recordType() {
        return recordType;
    }

    @Override
    public String toString() {
        return this == V4 ? "IPv4" : "IPv6";
    }
}
