package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Transaction;
import io.privatesmtp.delivery.smtp.TransactionReport;
import java.time.Duration;
import java.util.List;

/** A transaction on its way through a lane. Exactly one of {@link #done} and {@link #parked} is called, once. */
public interface LaneJob extends Transaction {
    /** The hosts' addresses in the order to try. */
    List<NextHop> hops();

    /** The name to greet with. */
    String ehlo();

    Priority priority();

    PartitionEpoch epoch();

    /** What it holds in memory, as long as it waits or is at work. */
    long bytes();

    /** Whether making the message takes so long that others on the event loop would wait for it. */
    boolean heavy();

    /** Makes the message ahead, on any thread, before the first attempt to send it. Never fails: what cannot be made fails when it is needed. */
    void prepare();

    /** @param hop that the report is about, the last one tried */
    void done(TransactionReport report, NextHop hop);

    /** The lane takes nothing more for now. @param wait how long it expects that to last */
    void parked(Duration wait);
}
