package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Ids under any order of submissions, copies, refusals, crashes, rebalances and time; the assertions are the worker's. */
class SeenIdsPropertyTest {
    @Property(tries = 2_000)
    void withinADayAnIdIsSentOnceAndNothingElseIsCalledACopy(@ForAll Random random, @ForAll boolean inOrder) {
        CrashingWorker worker = new CrashingWorker(random, inOrder);
        for (int step = 0; step < 300; step++) {
            worker.step();
        }
        worker.finish();

        assertThat(worker.failures()).isEmpty();
    }
}
