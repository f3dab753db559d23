package io.privatesmtp.delivery.receipt;

/** Partitions that come and go, for tests of other rooms. */
public final class Epochs {
    private Epochs() {}

    public static PartitionEpoch begin() {
        return new PartitionEpoch(() -> true);
    }

    /** The partition goes to another worker. */
    public static void end(PartitionEpoch epoch) {
        epoch.end();
    }
}
