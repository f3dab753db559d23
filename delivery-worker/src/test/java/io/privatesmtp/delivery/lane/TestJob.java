package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.WireMessage;
import io.privatesmtp.delivery.message.WireTarget;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A job that remembers how it ended, and how often. */
final class TestJob implements LaneJob {
    private final Priority priority;
    private final PartitionEpoch epoch;
    private final List<NextHop> hops;
    private final long bytes;
    int ends;
    boolean prepared;
    TransactionReport report;
    Duration parkedFor;

    TestJob(Priority priority, PartitionEpoch epoch, String host, long bytes) {
        this(priority, epoch, List.of(new NextHop(host, InetAddress.ofLiteral("192.0.2.25"), 25)), bytes);
    }

    TestJob(Priority priority, PartitionEpoch epoch, List<NextHop> hops, long bytes) {
        this.priority = priority;
        this.epoch = epoch;
        this.hops = hops;
        this.bytes = bytes;
    }

    @Override
    public List<NextHop> hops() {
        return hops;
    }

    @Override
    public String ehlo() {
        return "out.sender.test";
    }

    @Override
    public Priority priority() {
        return priority;
    }

    @Override
    public PartitionEpoch epoch() {
        return epoch;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean heavy() {
        return bytes > 1_000_000;
    }

    @Override
    public void prepare() {
        assertThat(ends).isZero();
        prepared = true;
    }

    @Override
    public void done(TransactionReport done, NextHop hop) {
        ends++;
        report = done;
    }

    @Override
    public void parked(Duration wait) {
        ends++;
        parkedFor = wait;
    }

    boolean isDone() {
        return report != null;
    }

    boolean isParked() {
        return parkedFor != null;
    }

    @Override
    public String mailFrom() {
        return "ann@sender.test";
    }

    @Override
    public List<String> recipients() {
        return List.of("bob@rcpt.test");
    }

    @Override
    public WireMessage content(WireTarget target) {
        assertThat(prepared).isEqualTo(heavy());
        return WireMessage.of(new byte[] {'\r', '\n'}, false, false);
    }

    @Override
    public boolean mayBegin() {
        return epoch.holds();
    }

    @Override
    public Future<Boolean> mayFinish() {
        return Future.succeededFuture(true);
    }
}
