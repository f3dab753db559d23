package io.privatesmtp.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Gives a Quarkus test a Kafka broker, one for all tests of the JVM: the embedded one, or with
 * {@code -Dpsr.containers=true} one in a container.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", bootstrapServers());
    }

    /** For tests without Quarkus. */
    public static String bootstrapServers() {
        return OncePerJvm.started(
                "kafka", OncePerJvm.inContainers() ? KafkaResource::container : KafkaResource::process);
    }

    /** It ends with the JVM. */
    @Override
    public void stop() {}

    private static String process() {
        try {
            var folder = Files.createTempDirectory("psr-kafka-");
            return KafkaProcess.start(folder, 0, Lifetime.WITH_PARENT).bootstrapServers();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for Kafka", e);
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static String container() {
        var container = new KafkaContainer("apache/kafka:4.2.1")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(BrokerProperties.LARGEST_RECORD_BYTES));
        container.start();
        return container.getBootstrapServers();
    }
}
