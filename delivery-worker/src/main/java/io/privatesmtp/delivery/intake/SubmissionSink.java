package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.receipt.Reception;

/** Takes what the channels of submissions bring, as long as there is room for it. */
public interface SubmissionSink {
    /** For a message that is not large. */
    boolean hasRoom(Priority priority);

    /** Whether a message of so many bytes is taken only where {@link #hasRoomForLarge} says so. */
    boolean isLarge(long bytes);

    boolean hasRoomForLarge(Priority priority);

    /** Called, on any thread, whenever there is room again. */
    void onRoom(Runnable listener);

    void accept(Incoming submission, Origin consumed, Reception reception);
}
