package io.privatesmtp.bench.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.function.ToDoubleFunction;

/** A figure of each process. */
public record Split(double worker, double broker, double receiver) {
    /** @return worker and broker together: what somebody who sends mail pays for */
    @JsonIgnore
    public double system() {
        return worker + broker;
    }

    public Split minus(Split earlier) {
        return new Split(worker - earlier.worker, broker - earlier.broker, receiver - earlier.receiver);
    }

    public Split times(double factor) {
        return new Split(worker * factor, broker * factor, receiver * factor);
    }

    /** A split whose figures are each computed from those of several. */
    public static Split each(ToDoubleFunction<ToDoubleFunction<Split>> compute) {
        return new Split(
                compute.applyAsDouble(Split::worker),
                compute.applyAsDouble(Split::broker),
                compute.applyAsDouble(Split::receiver));
    }
}
