package io.privatesmtp.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** The configuration of a broker that is alone in its cluster. */
final class BrokerProperties {
    /** A message of 25 MiB in base64, as the JSON of a submission carries it, with room for its headers. */
    static final int LARGEST_RECORD_BYTES = 37 << 20;

    private BrokerProperties() {}

    static Properties of(Path logDir, int port, int controllerPort) {
        var properties = new Properties();
        identity(properties, logDir, port, controllerPort);
        alone(properties);
        retention(properties);
        small(properties);
        return properties;
    }

    private static void identity(Properties properties, Path logDir, int port, int controllerPort) {
        var client = "PLAINTEXT://127.0.0.1:" + port;
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("listeners", client + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.setProperty("advertised.listeners", client);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("log.dirs", logDir.toString());
    }

    private static void alone(Properties properties) {
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("message.max.bytes", Integer.toString(LARGEST_RECORD_BYTES));
    }

    private static void retention(Properties properties) {
        // a worker's offsets must outlive the longest outage that mail outlives
        properties.setProperty(
                "offsets.retention.minutes", Long.toString(Duration.ofDays(30).toMinutes()));
        properties.setProperty("log.roll.ms", Long.toString(Duration.ofHours(1).toMillis()));
    }

    private static void small(Properties properties) {
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.num.partitions", "1");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
        properties.setProperty("num.recovery.threads.per.data.dir", "2");
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        properties.setProperty("log.index.size.max.bytes", Integer.toString(1 << 20));
    }
}
