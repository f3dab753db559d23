package io.privatesmtp.delivery.dkim;

import org.jspecify.annotations.Nullable;

/** All private keys that this worker can sign with: the files of its folder first, then those of provisioning-service. */
final class KeyRing implements AutoCloseable {
    private final @Nullable KeyFolder folder;
    private final @Nullable ProvisionedKeys provisioned;

    KeyRing(@Nullable KeyFolder folder, @Nullable ProvisionedKeys provisioned) {
        this.folder = folder;
        this.provisioned = provisioned;
    }

    /** Whether there is nowhere for a key to come from, so that none is waited for. */
    boolean nowhere() {
        return folder == null && provisioned == null;
    }

    boolean fetches() {
        return provisioned != null;
    }

    /** Null while it is not there; it may come. */
    @Nullable
    SigningKey key(String name) {
        SigningKey mounted = folder == null ? null : folder.key(name);
        return mounted != null || provisioned == null ? mounted : provisioned.key(name);
    }

    /** Looks at the folder. Called by one thread at a time. */
    void refresh() {
        if (folder != null) {
            folder.refresh();
        }
    }

    @Override
    public void close() {
        if (provisioned != null) {
            provisioned.close();
        }
    }
}
