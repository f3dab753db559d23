package io.privatesmtp.delivery.gate;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;

/** Why a recipient does not leave. */
public sealed interface Objection {
    /** It never will. @param sentence for the event, names who or what said so */
    record Bounce(Category category, String sentence) implements Objection {}

    /** Not now: it waits, and is looked at again every minute until its message expires. */
    record Hold(HoldReason reason) implements Objection {}

    /** Not at this moment: it is looked at again after the shortest delay, and nobody need be told. */
    record Park() implements Objection {}
}
