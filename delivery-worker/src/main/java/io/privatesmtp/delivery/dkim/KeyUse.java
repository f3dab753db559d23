package io.privatesmtp.delivery.dkim;

import io.privatesmtp.bus.routing.DkimReference;

/**
 * A signature that mail should get.
 *
 * @param domain in whose name, an A-label
 * @param selector under which that domain publishes the public key
 * @param keyRef names the private key
 */
record KeyUse(String domain, String selector, String keyRef) {
    static KeyUse of(String domain, DkimReference reference) {
        return new KeyUse(domain, reference.selector(), reference.keyRef());
    }
}
