package io.privatesmtp.delivery.lane;

import io.privatesmtp.delivery.smtp.SessionSpec;
import io.privatesmtp.delivery.smtp.SmtpSession;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What all lanes of a worker share.
 *
 * @param sessions makes a session, to be called on the lane's loop
 * @param share of the cluster that this worker is, 0 to 1; changes with every rebalance
 * @param meaning tells a rate limit from a full mailbox
 */
record Surroundings(
        LaneSettings settings,
        Function<SessionSpec, SmtpSession> sessions,
        SessionBudget budget,
        LaneMemory memory,
        PlainHosts plainHosts,
        DoubleSupplier share,
        Impression.Meaning meaning) {}
