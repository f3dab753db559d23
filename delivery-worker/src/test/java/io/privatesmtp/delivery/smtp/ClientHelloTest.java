package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a server can see of our TLS before it answers. */
class ClientHelloTest {
    @RegisterExtension
    private final Playground playground = new Playground();

    /** RFC 8996: TLS 1.0 and 1.1 are not spoken; RFC 6066 section 3: the server is told the name that is meant. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
    void tlsIsOfVersion12OrLaterAndNamesTheMxHost(TlsLevel level) throws Exception {
        CompletableFuture<ClientHello> hello = new CompletableFuture<>();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> serve(listener, hello));

            var session = playground.session(
                    "a.mx.test", listener.getInetAddress(), listener.getLocalPort(), PATIENT, "127.0.0.1", level);
            await(session.send(Letter.to("bob@rcpt.test")));

            assertThat(hello.get(60, TimeUnit.SECONDS).serverName()).isEqualTo("a.mx.test");
            assertThat(hello.join().versions()).containsExactlyInAnyOrder(0x0303, 0x0304);
        }
    }

    private static void serve(ServerSocket listener, CompletableFuture<ClientHello> hello) {
        try (Socket socket = listener.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("220 hi\r\n".getBytes(StandardCharsets.US_ASCII));
            readLine(socket);
            out.write("250-mx.test\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            readLine(socket);
            out.write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
            hello.complete(ClientHello.read(socket.getInputStream()));
        } catch (IOException | RuntimeException e) {
            hello.completeExceptionally(e);
        }
    }

    private static void readLine(Socket socket) throws IOException {
        int b = 0;
        while (b != '\n' && b >= 0) {
            b = socket.getInputStream().read();
        }
    }
}
