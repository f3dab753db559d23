package io.privatesmtp.internet;

/**
 * A question that reached the {@link NameServer}.
 *
 * @param name lower case, without the final dot
 * @param type mnemonic of the record type, for example {@code MX}
 * @param tcp whether it came over TCP
 */
public record DnsQuery(String name, String type, boolean tcp) {}
