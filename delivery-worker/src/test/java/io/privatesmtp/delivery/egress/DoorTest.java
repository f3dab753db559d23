package io.privatesmtp.delivery.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DoorTest {
    private static final String HERE = "127.0.0.31";
    private static final String TARGET = "127.0.0.41";
    private static final DoorKey KEY = new DoorKey(OtherHost.SECRET);

    private ServerSocket target;
    private int port;
    private OtherHost host;

    @BeforeEach
    void open() throws IOException {
        target = new ServerSocket(0, 10, InetAddress.ofLiteral(TARGET));
        target.setSoTimeout(20_000);
        port = target.getLocalPort();
        host = new OtherHost(
                Set.of(port),
                address -> address.getHostAddress().equals(TARGET) || address instanceof java.net.Inet6Address,
                Duration.ofSeconds(2),
                HERE);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        target.close();
    }

    @Test
    void theConnectionLeavesFromTheAddressAskedForAndTheReplySaysSo() throws IOException {
        try (var caller = new Caller(host.door())) {
            var reply = caller.asks(HERE, TARGET, port);

            assertThat(reply.status()).isZero();
            assertThat(reply.bound().getHostAddress()).isEqualTo(HERE);
            try (Socket accepted = target.accept()) {
                assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo(HERE);
            }
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    enum Intruder {
        WITHOUT_THE_SECRET(Refusal.SECRET),
        WITH_A_PASSWORD_FOR_ANOTHER_TARGET(Refusal.SECRET),
        WITH_A_PASSWORD_FOR_ANOTHER_SOURCE(Refusal.SECRET),
        WITH_AN_OLD_PASSWORD(Refusal.EXPIRED),
        WITH_A_PASSWORD_FROM_THE_FUTURE(Refusal.EXPIRED),
        FOR_ANOTHER_PORT(Refusal.PORT),
        FOR_AN_ADDRESS_THAT_MUST_NOT_BE_DIALLED(Refusal.TARGET),
        FOR_THE_OTHER_FAMILY(Refusal.TARGET),
        FROM_AN_ADDRESS_THAT_IS_NO_SOURCE(Refusal.ADDRESS),
        FROM_A_SOURCE_OF_ANOTHER_HOST(Refusal.ADDRESS),
        FROM_NO_ADDRESS(Refusal.ADDRESS);

        private final Refusal reason;

        Intruder(Refusal reason) {
            this.reason = reason;
        }

        Caller.Reply ask(Caller caller, int port) throws IOException {
            Instant now = Instant.now();
            Endpoint target = new Endpoint(TARGET, port);
            return switch (this) {
                case WITHOUT_THE_SECRET ->
                    caller.asks(HERE, new DoorKey("something else entirely").password(HERE, target, now), TARGET, port);
                case WITH_A_PASSWORD_FOR_ANOTHER_TARGET ->
                    caller.asks(HERE, KEY.password(HERE, new Endpoint("127.0.0.42", port), now), TARGET, port);
                case WITH_A_PASSWORD_FOR_ANOTHER_SOURCE ->
                    caller.asks(HERE, KEY.password("127.0.0.32", target, now), TARGET, port);
                case WITH_AN_OLD_PASSWORD ->
                    caller.asks(HERE, KEY.password(HERE, target, now.minusSeconds(62)), TARGET, port);
                case WITH_A_PASSWORD_FROM_THE_FUTURE ->
                    caller.asks(HERE, KEY.password(HERE, target, now.plusSeconds(65)), TARGET, port);
                case FOR_ANOTHER_PORT -> caller.asks(HERE, TARGET, port == 65_535 ? 25 : port + 1);
                case FOR_AN_ADDRESS_THAT_MUST_NOT_BE_DIALLED -> caller.asks(HERE, "127.0.0.42", port);
                case FOR_THE_OTHER_FAMILY -> caller.asks(HERE, "2001:db8::1", port);
                case FROM_AN_ADDRESS_THAT_IS_NO_SOURCE -> caller.asks("127.0.0.33", TARGET, port);
                case FROM_A_SOURCE_OF_ANOTHER_HOST -> caller.asks("203.0.113.9", TARGET, port);
                case FROM_NO_ADDRESS -> caller.asks("root", TARGET, port);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoOpenProxy(Intruder intruder) throws IOException {
        host.local.watch("203.0.113.9");
        try (var caller = new Caller(host.door())) {
            var reply = intruder.ask(caller, port);

            assertThat(reply.status()).isEqualTo(intruder.reason.status().byteValue());
            assertThat(caller.octetsUntilTheEnd()).isZero();
            assertThat(host.refused(intruder.reason)).isEqualTo(1);
            assertThat(host.connections()).isZero();
            nobodyCame();
        }
    }

    @Test
    void aTargetThatRefusesIsToldFromADoorThatDoes() throws IOException {
        target.close();
        try (var caller = new Caller(host.door())) {
            assertThat(caller.asks(HERE, TARGET, port).status()).isEqualTo(5);
        }
    }

    @Test
    void whoTakesItsTimeIsTurnedAway() throws IOException {
        try (var caller = new Caller(host.door())) {
            caller.send(5, 1);

            caller.octetsUntilTheEnd();

            assertThat(host.refused(Refusal.SLOW)).isEqualTo(1);
        }
    }

    @Test
    void garbageOfAnyLengthEndsTheVisit() throws IOException {
        var random = new Random(7);
        for (int visit = 0; visit < 20; visit++) {
            try (var caller = new Caller(host.door())) {
                byte[] garbage = new byte[visit * 5_000 + 600];
                random.nextBytes(garbage);
                try {
                    caller.socket.getOutputStream().write(garbage);
                } catch (SocketException e) {
                    // It had enough.
                }
                caller.octetsUntilTheEnd();
            }
            Awaitility.await()
                    .until(() -> host.metrics.get("psr.door.open").gauge().value() == 0);
        }
        assertThat(host.refused(Refusal.PROTOCOL) + host.refused(Refusal.SLOW)).isGreaterThanOrEqualTo(20);
        nobodyCame();
    }

    @Test
    void noMoreThanSoManyAreLetIn() throws IOException {
        List<Caller> visitors = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            visitors.add(new Caller(host.door()));
        }
        Awaitility.await().until(() -> host.metrics.get("psr.door.open").gauge().value() == 5);
        try (var oneMore = new Caller(host.door())) {
            assertThat(oneMore.octetsUntilTheEnd()).isZero();
            assertThat(host.refused(Refusal.BUSY)).isEqualTo(1);
        }
        for (Caller visitor : visitors) {
            visitor.close();
        }
    }

    @Test
    void muchThatASlowReaderTakesLateArrivesWholeAndTheEndIsPassedOn() throws Exception {
        byte[] much = new byte[30_000_000];
        new Random(1).nextBytes(much);
        try (var caller = new Caller(host.door())) {
            caller.asks(HERE, TARGET, port);
            try (Socket accepted = target.accept()) {
                var sent = CompletableFuture.runAsync(() -> {
                    try {
                        caller.socket.getOutputStream().write(much);
                        caller.socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Thread.sleep(500);
                InputStream in = accepted.getInputStream();

                assertThat(in.readAllBytes()).isEqualTo(much);

                // The caller's end is half of the connection: the other half still speaks.
                accepted.getOutputStream().write("221 bye".getBytes());
                accepted.close();
                assertThat(caller.octetsUntilTheEnd()).isEqualTo(7);
                sent.join();
            }
        }
        Awaitility.await().until(() -> host.metrics.get("psr.door.open").gauge().value() == 0);
    }

    @Test
    void whoSaysNothingForLongIsCutOff() throws IOException {
        try (var caller = new Caller(host.door())) {
            caller.asks(HERE, TARGET, port);
            try (Socket accepted = target.accept()) {
                assertThat(caller.octetsUntilTheEnd()).isZero();
                assertThat(endOf(accepted)).isTrue();
            }
        }
    }

    @Test
    void connectionsFromAnAddressThatTheHostLostEnd() throws IOException {
        try (var caller = new Caller(host.door())) {
            caller.asks(HERE, TARGET, port);
            try (Socket accepted = target.accept()) {
                host.cut(HERE);

                assertThat(caller.octetsUntilTheEnd()).isZero();
                assertThat(endOf(accepted)).isTrue();
            }
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private void nobodyCame() throws IOException {
        target.setSoTimeout(50);
        try (Socket accepted = target.accept()) {
            assertThat(accepted).as("a connection to the target").isNull();
        } catch (java.net.SocketTimeoutException e) {
            // As it should be.
        }
    }
}
