package io.privatesmtp.delivery.smtp;

/** A SOCKS5 server does not do what it was asked for. */
final class SocksRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean ofTarget;

    private SocksRefusal(String message, boolean ofTarget) {
        super(message, null, false, false);
        this.ofTarget = ofTarget;
    }

    /** Not by this server, whatever the target. */
    static SocksRefusal of(String message) {
        return new SocksRefusal(message, false);
    }

    /** The reply to the request (RFC 1928 section 6). */
    static SocksRefusal of(int status) {
        return switch (status) {
            case 2 -> new SocksRefusal("not allowed to this target", true);
            case 3 -> new SocksRefusal("network unreachable", true);
            case 4 -> new SocksRefusal("host unreachable", true);
            case 5 -> new SocksRefusal("connection refused", true);
            case 6 -> new SocksRefusal("the target did not answer in time", true);
            default -> of("refused with status " + status);
        };
    }

    /** Whether it is the target that cannot be reached: another one may be. */
    boolean ofTarget() {
        return ofTarget;
    }
}
