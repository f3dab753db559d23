package io.privatesmtp.provisioning.dkim;

import java.time.Instant;

/**
 * A key as callers see it, without its private half.
 *
 * @param id the keyRef of a routing request's dkim
 * @param record what the domain has to publish
 */
public record DkimKeyView(
        String id,
        String account,
        String domain,
        String selector,
        Algorithm algorithm,
        TxtRecord record,
        String createdBy,
        Instant createdAt,
        long version) {
    /**
     * A TXT record.
     *
     * @param value its text in one piece; a zone file parts it into strings of 255 characters at most
     */
    public record TxtRecord(String name, String value) {}

    static DkimKeyView of(DkimKey key) {
        return new DkimKeyView(
                key.id,
                key.account,
                key.domain,
                key.selector,
                key.algorithm,
                new TxtRecord(DkimKey.recordName(key.selector, key.domain), key.algorithm.record(key.publicHalf)),
                key.createdBy,
                key.createdAt,
                key.version);
    }
}
