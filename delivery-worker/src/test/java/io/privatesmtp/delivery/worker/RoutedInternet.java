package io.privatesmtp.delivery.worker;

import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.script.ScriptedServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A partner's server, a smart host that wants a login, and a receiving host that nobody should be sent to. */
public final class RoutedInternet implements QuarkusTestResourceLifecycleManager {
    static final String PASSWORD = "s3cret";

    static ReceivingHost partner;
    static ScriptedServer smart;

    private NameServer names;
    private ReceivingHost byMx;
    private Path folder;

    @Override
    public Map<String, String> start() {
        byMx = ReceivingHost.on("127.0.0.21", 0).start();
        partner = ReceivingHost.on("127.0.0.22", 0).start();
        smart = ScriptedServer.playing("""
                S: 220 smart
                C: EHLO *
                S: 250-smart
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                starttls
                C: EHLO *
                S: 250-smart
                S: 250 AUTH PLAIN
                C: AUTH PLAIN AHVzAHMzY3JldA==
                S: 235 ok
                C: MAIL FROM:*
                S: 250 ok
                C: RCPT TO:*
                S: 250 ok
                C: DATA
                S: 354 ok
                content
                S: 250 ok
                C: QUIT
                """);
        names = NameServer.start().a("smart.mx.test", "127.0.0.1").a("mx.test", "127.0.0.21");
        names.mx("routed.test", 10, "mx.test")
                .mx("elsewhere.test", 10, "mx.test")
                .mx("inside.test", 10, "mx.test");
        try {
            return settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> settings() throws IOException {
        folder = Files.createTempDirectory("routes");
        String smartHost = "smart.mx.test:" + smart.port();
        Path logins = Files.writeString(folder.resolve("logins"), smartHost + " us:" + PASSWORD + "\n");
        Map<String, String> settings = new HashMap<>(SmallInternet.settings(names, byMx));
        settings.put(
                "psr.routes",
                "routed.test=127.0.0.22:" + partner.port() + ",inside.test=10.0.0.1:" + partner.port() + ",*="
                        + smartHost);
        settings.put("psr.routes.credentials-file", logins.toString());
        settings.put("psr.smtp.tls.ca-file", TestAuthority.pem(folder).toString());
        return settings;
    }

    @Override
    public void stop() {
        byMx.close();
        partner.close();
        smart.close();
        names.close();
        TestAuthority.delete(folder);
    }
}
