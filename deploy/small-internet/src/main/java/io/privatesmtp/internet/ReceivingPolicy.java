package io.privatesmtp.internet;

/** Decides what a receiving host answers. Called by many connections at a time. */
@FunctionalInterface
public interface ReceivingPolicy {
    /** Takes everything. */
    ReceivingPolicy ACCEPT_ALL = visit -> Verdict.ACCEPT;

    Verdict decide(Visit visit);
}
