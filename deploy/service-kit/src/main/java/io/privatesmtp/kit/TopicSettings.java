package io.privatesmtp.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How topics are created where they do not exist yet. Existing topics are left as they are. */
@ConfigMapping(prefix = "psr.topics")
public interface TopicSettings {
    /** Partitions of each topic; 1 to 1,000. */
    @WithDefault("12")
    int partitions();

    /** Replicas of each partition; 1 to the number of brokers. */
    @WithDefault("1")
    short replication();

    /** The largest record of a content topic, in bytes: 25 MiB of MIME in base64, and room for the rest. */
    @WithDefault("37748736")
    int maxRecordBytes();
}
