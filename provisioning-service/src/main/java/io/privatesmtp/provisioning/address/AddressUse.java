package io.privatesmtp.provisioning.address;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Who still needs an address. */
public interface AddressUse {
    /** The domains whose rule names the address, in the caller's transaction; empty when it may be released. */
    Uni<List<String>> domainsLeavingFrom(String ip);
}
