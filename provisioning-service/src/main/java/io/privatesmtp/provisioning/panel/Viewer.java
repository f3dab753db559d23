package io.privatesmtp.provisioning.panel;

import io.privatesmtp.provisioning.access.Caller;

/** Who looks at a page: operators see all and decide, others see their account. */
public record Viewer(String name, boolean operator) {
    static Viewer of(Caller caller) {
        return new Viewer(caller.name(), caller.isOperator());
    }
}
