package io.privatesmtp.delivery.lane;

/** A job that knows whether its final dot was permitted: from then on it must come to its end. */
public interface DotAware {
    boolean dotPermitted();
}
