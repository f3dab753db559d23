package io.privatesmtp.delivery.receipt;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Partitions that come and go, for tests of other rooms. */
public final class Epochs {
    private static final ReceiptPositions NOTHING = new ReceiptPositions(Map.of());

    private Epochs() {}

    public static PartitionEpoch begin() {
        return new PartitionEpoch(() -> true);
    }

    /** A record of the partition that was polled now. */
    public static Reception received(PartitionEpoch epoch, long offset) {
        PartitionLedger ledger = new PartitionLedger(
                1, epoch, 0, new Settled(), NOTHING, 0, CompletableFuture.completedFuture(null), passed -> {});
        return new Reception(ledger, offset, false, ledger.received(offset, NOTHING));
    }

    /** The partition goes to another worker. Completed once nothing of it is under way. */
    public static CompletableFuture<Void> end(PartitionEpoch epoch) {
        return epoch.end();
    }
}
