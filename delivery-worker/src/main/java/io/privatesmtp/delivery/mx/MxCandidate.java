package io.privatesmtp.delivery.mx;

import java.net.InetAddress;
import java.util.List;

/**
 * A host that takes mail for a domain.
 *
 * @param host lower case, without the final dot; for an address literal the literal
 * @param preference of its MX record, 0 for a domain without such records
 * @param addresses vetted, of the family asked for, in the order to try; at least one
 */
public record MxCandidate(String host, int preference, List<InetAddress> addresses) {
    public MxCandidate {
        addresses = List.copyOf(addresses);
    }
}
