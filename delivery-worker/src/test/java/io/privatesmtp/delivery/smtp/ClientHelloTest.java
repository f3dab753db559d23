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
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can see of our TLS before it answers. */
class ClientHelloTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @RegisterExtension
    private final Playground playground = new Playground();

    /** RFC 8996: TLS 1.0 and 1.1 are not spoken; RFC 6066 section 3: the server is told the name that is meant. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
    void tlsIsOfVersion12OrLaterAndNamesTheMxHost(TlsLevel level) throws Exception {
        ClientHello hello = hello(port -> new NextHop("a.mx.test", HERE, port), level);

        assertThat(hello.serverName()).isEqualTo("a.mx.test");
        assertThat(hello.versions()).containsExactlyInAnyOrder(0x0303, 0x0304);
    }

    /** RFC 7672 section 3.2.1 (RFC 7671 section 7): where TLSA records stand at an alias' target, that is the name to ask for. */
    @Test
    void tlsNamesTheServerThatTheCheckIsAbout() throws Exception {
        CertificateCheck check = new Elsewhere("elsewhere.test");

        ClientHello hello = hello(port -> new NextHop("a.mx.test", HERE, port, Terms.of(check)), TlsLevel.ENCRYPT);

        assertThat(hello.serverName()).isEqualTo("elsewhere.test");
    }

    /** Whoever chooses an alias' target chooses that name. */
    @ParameterizedTest
    @ValueSource(strings = {"mx_1.test", "mx\\.evil.test", "\\255\\000.test", "*.test", "-a.test", "127.0.0.1", "mx"})
    void aServerWhoseNameCannotBeToldIsAskedWithoutIt(String name) throws Exception {
        ClientHello hello =
                hello(port -> new NextHop("a.mx.test", HERE, port, Terms.of(new Elsewhere(name))), TlsLevel.ENCRYPT);

        assertThat(hello.versions()).contains(0x0304);
    }

    private record Elsewhere(String serverName) implements CertificateCheck {
        @Override
        public String policy() {
            return "elsewhere";
        }

        @Override
        public void check(List<X509Certificate> chain) {}
    }

    private ClientHello hello(IntFunction<NextHop> hop, TlsLevel level) throws Exception {
        CompletableFuture<ClientHello> hello = new CompletableFuture<>();
        try (ServerSocket listener = new ServerSocket(0, 1, HERE)) {
            Thread.ofVirtual().start(() -> serve(listener, hello));

            var session = playground.session(hop.apply(listener.getLocalPort()), PATIENT, level);
            await(session.send(Letter.to("bob@rcpt.test")));

            return hello.get(60, TimeUnit.SECONDS);
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
