package io.privatesmtp.standalone.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands in for a service where the launcher alone is tested: healthy as soon as it listens. */
public final class StubApplication {
    private StubApplication() {}

    public static void main(String[] arguments) throws IOException {
        if ("true".equals(System.getenv("PSR_STUB_FAILS"))) {
            System.out.println("this setting is wrong");
            System.exit(3);
        }
        var port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("kafka " + System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        System.out.println("operator " + Files.readString(Path.of(System.getenv("PSR_OPERATOR_CREDENTIALS_FILE"))));
        System.out.println("topics " + System.getenv("PSR_TOPICS_PARTITIONS"));
    }

    /** Writes it where the build puts a service. */
    static void installAs(Part service, Path project) throws IOException {
        var jar = project.resolve(service.title()).resolve("target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubApplication.class.getName());
        var entry = StubApplication.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var code = StubApplication.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            if (code == null) {
                throw new IOException("no " + entry);
            }
            code.transferTo(out);
            out.closeEntry();
        }
    }
}
