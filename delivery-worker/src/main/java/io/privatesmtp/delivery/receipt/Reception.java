package io.privatesmtp.delivery.receipt;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One polled record's entry in its ledger. It must be ended once: {@link #settled} when everything that follows from the
 * record is acknowledged, or {@link #abandoned} when the partition went to another worker before.
 */
public final class Reception {
    private final PartitionLedger ledger;
    private final long offset;
    private final boolean settledBefore;
    private final @Nullable BitSet settledRecipients;
    private final AtomicBoolean ended = new AtomicBoolean();

    Reception(PartitionLedger ledger, long offset, boolean settledBefore, @Nullable BitSet settledRecipients) {
        this.ledger = ledger;
        this.offset = offset;
        this.settledBefore = settledBefore;
        this.settledRecipients = settledRecipients;
    }

    /** Whether receipts settle the whole record already. */
    public boolean settledBefore() {
        return settledBefore;
    }

    /** Whether receipts settle this recipient already. */
    public boolean settledBefore(int recipient) {
        return settledBefore || settledRecipients != null && settledRecipients.get(recipient);
    }

    public PartitionEpoch epoch() {
        return ledger.epoch();
    }

    public void settled() {
        if (ended.compareAndSet(false, true)) {
            ledger.settled(offset);
        }
    }

    public void abandoned() {
        if (ended.compareAndSet(false, true)) {
            ledger.abandoned();
        }
    }
}
