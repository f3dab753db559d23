package io.privatesmtp.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The main class of the broker's own process: formats the storage the first time, then hands over to Kafka. */
final class KafkaMain {
    private KafkaMain() {}

    /** The only argument is the broker's properties file. */
    public static void main(String[] arguments) throws Exception {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        var storage = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(storage.resolve("meta.properties"))) {
            format(storage, properties);
        }
        Kafka.main(arguments);
    }

    private static void format(Path storage, Properties properties) throws Exception {
        clearHalfFormatted(storage);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(storage.toString())
                .setDirectories(List.of(storage.toString()))
                .setHasDynamicQuorum(false)
                .run();
    }

    /** meta.properties is written last; what lies there without it is from a start that was cut short. */
    private static void clearHalfFormatted(Path storage) throws IOException {
        Folders.delete(storage);
        Files.createDirectories(storage);
    }
}
