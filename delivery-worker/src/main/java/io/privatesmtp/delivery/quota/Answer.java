package io.privatesmtp.delivery.quota;

/** Whether there is room for one more recipient. */
enum Answer {
    /** It is counted, and may leave. */
    TAKEN,
    /** This worker's share is spent for the moment, and something is left: soon there is another. */
    SOON,
    /** All workers together have used what there is. */
    EXHAUSTED
}
