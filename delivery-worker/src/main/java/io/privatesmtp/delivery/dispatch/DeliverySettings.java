package io.privatesmtp.delivery.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much the worker does at once. */
@ConfigMapping(prefix = "psr.delivery")
public interface DeliverySettings {
    /** Messages whose final dot is written and whose event is not acknowledged: so many may be doubled by a crash. */
    @WithDefault("100")
    int maxUnacknowledged();

    /** Open SMTP sessions. */
    @WithDefault("2000")
    int maxSessions();

    /** Content held in memory, in bytes; 0 for a quarter of the heap. */
    @WithDefault("0")
    long maxBytesInFlight();

    /** Messages held in memory. */
    @WithDefault("4000")
    int maxMessagesInFlight();

    /**
     * The operator's word, for one start, on partitions whose committed offsets were lost while receipts of their records
     * stand: whether they are consumed from their beginning, skipping what receipts settle.
     */
    @WithDefault("false")
    boolean consumeWithoutOffset();

    /** Event loops that sessions are spread over; 0 for one a processor. */
    @WithDefault("0")
    int eventLoops();
}
