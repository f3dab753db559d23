package io.privatesmtp.provisioning.outbox;

import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;

/** Something whose changes are facts: it has an id, a version that each change raises, and a shape on the bus. */
public interface Aggregate {
    String id();

    long version();

    /** Its full state, as the fact of this change tells it. */
    ProvisioningEvent fact(Change change);
}
