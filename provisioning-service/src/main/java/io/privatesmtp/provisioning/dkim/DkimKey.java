package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.provisioning.access.Act;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A key pair of an account and a domain. It never changes: who wants another one makes it under another selector. */
@Entity
@Table(name = "dkim_key")
class DkimKey {
    /** What a routing request names as its keyRef. */
    @Id
    String id;

    String account;
    String domain;
    String selector;

    @Enumerated(EnumType.STRING)
    Algorithm algorithm;

    /** The tag p= of the record. */
    @Column(name = "public_half")
    String publicHalf;

    /** Encrypted: see {@link KeyCipher}. */
    @Column(name = "private_half")
    byte[] privateHalf;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version = 1;

    static DkimKey of(String account, NewDkimKey wanted, FreshKey fresh, Act act) {
        DkimKey key = new DkimKey();
        key.id = fresh.id();
        key.account = account;
        key.domain = wanted.domain();
        key.selector = fresh.selectorFor(wanted);
        key.algorithm = wanted.algorithm();
        key.publicHalf = fresh.publicHalf();
        key.privateHalf = fresh.privateHalf();
        key.createdBy = act.actor();
        key.createdAt = act.at();
        return key;
    }

    /** Where a domain publishes what verifies a selector's signatures (RFC 6376 section 3.6.2.1). */
    static String recordName(String selector, String domain) {
        return selector + "._domainkey." + domain;
    }
}
