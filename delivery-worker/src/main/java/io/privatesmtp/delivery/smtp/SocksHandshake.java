package io.privatesmtp.delivery.smtp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of SOCKS5 (RFC 1928, with the passwords of RFC 1929) on a connected socket, until the server says from
 * where the connection to the target leaves.
 */
final class SocksHandshake {
    /** Who asks: none at a proxy, the source address and its password at a door. */
    record Login(String user, String password) {}

    /**
     * The way is open.
     *
     * @param bound null where the server does not say
     * @param early what the target has said already
     */
    record Passed(@Nullable InetAddress bound, Buffer early) {}

    private enum Awaited {
        METHOD,
        AUTHENTICATION,
        REPLY,
        NOTHING
    }

    private static final byte VERSION = 5;
    private static final byte PASSWORD_VERSION = 1;
    private static final byte NO_PASSWORD = 0;
    private static final byte WITH_PASSWORD = 2;
    private static final byte CONNECT = 1;
    private static final byte V4 = 1;
    private static final byte NAME = 3;
    private static final byte V6 = 4;

    private final NetSocket socket;
    private final @Nullable Login login;
    private final NextHop target;
    private final Runnable admitted;
    private final Promise<Passed> passed = Promise.promise();
    private Awaited awaited = Awaited.METHOD;
    private Buffer heard = Buffer.buffer();

    /** @param admitted called when the server knows who asks, and is about to dial the target */
    SocksHandshake(NetSocket socket, @Nullable Login login, NextHop target, Runnable admitted) {
        this.socket = socket;
        this.login = login;
        this.target = target;
        this.admitted = admitted;
    }

    /** Fails with a {@link SocksRefusal}, or where the connection ends; whoever gives up closes the socket. */
    Future<Passed> begin() {
        socket.handler(this::received);
        socket.closeHandler(gone -> fail("closed the connection"));
        socket.exceptionHandler(error -> fail("lost the connection: " + error.getMessage()));
        socket.write(Buffer.buffer(new byte[] {VERSION, 1, login == null ? NO_PASSWORD : WITH_PASSWORD}));
        return passed.future();
    }

    private void received(Buffer bytes) {
        heard.appendBuffer(bytes);
        boolean more = true;
        while (more && awaited != Awaited.NOTHING) {
            more = switch (awaited) {
                case METHOD -> method();
                case AUTHENTICATION -> authenticated();
                default -> reply();
            };
        }
    }

    private boolean method() {
        if (heard.length() < 2) {
            return false;
        }
        if (heard.getByte(0) != VERSION || heard.getByte(1) != (login == null ? NO_PASSWORD : WITH_PASSWORD)) {
            fail("is no SOCKS5 server that takes what we offer");
            return false;
        }
        take(2);
        if (login == null) {
            request();
        } else {
            byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
            byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
            socket.write(Buffer.buffer()
                    .appendByte(PASSWORD_VERSION)
                    .appendUnsignedByte((short) user.length)
                    .appendBytes(user)
                    .appendUnsignedByte((short) password.length)
                    .appendBytes(password));
            awaited = Awaited.AUTHENTICATION;
        }
        return true;
    }

    private boolean authenticated() {
        if (heard.length() < 2) {
            return false;
        }
        if (heard.getByte(1) != 0) {
            fail("refuses the password");
            return false;
        }
        take(2);
        request();
        return true;
    }

    private void request() {
        byte[] address = target.address().getAddress();
        socket.write(Buffer.buffer()
                .appendBytes(new byte[] {VERSION, CONNECT, 0, address.length == 4 ? V4 : V6})
                .appendBytes(address)
                .appendUnsignedShort(target.port()));
        awaited = Awaited.REPLY;
        admitted.run();
    }

    /** VER REP RSV ATYP BND.ADDR BND.PORT. */
    private boolean reply() {
        int address = addressLength();
        int length = 4 + address + 2;
        if (address < 0 || heard.length() < length) {
            return false;
        }
        int status = heard.getUnsignedByte(1);
        if (heard.getByte(0) != VERSION || status != 0) {
            fail(heard.getByte(0) != VERSION ? SocksRefusal.of("does not speak SOCKS5") : SocksRefusal.of(status));
            return false;
        }
        InetAddress bound = heard.getByte(3) == NAME ? null : address(heard.getBytes(4, 4 + address));
        take(length);
        awaited = Awaited.NOTHING;
        // Nothing of what follows is lost: whoever comes next sets the handlers anew in the same turn.
        passed.tryComplete(new Passed(bound, heard));
        return false;
    }

    /** -1 while that is not known. */
    private int addressLength() {
        if (heard.length() < 5) {
            return -1;
        }
        return switch (heard.getByte(3)) {
            case V4 -> 4;
            case V6 -> 16;
            case NAME -> 1 + heard.getUnsignedByte(4);
            default -> {
                fail("does not speak SOCKS5");
                yield -1;
            }
        };
    }

    private static @Nullable InetAddress address(byte[] octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            return address.isAnyLocalAddress() ? null : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    private void take(int octets) {
        heard = heard.getBuffer(octets, heard.length());
    }

    private void fail(String what) {
        fail(SocksRefusal.of("it " + what));
    }

    private void fail(SocksRefusal refusal) {
        awaited = Awaited.NOTHING;
        passed.tryFail(refusal);
    }
}
