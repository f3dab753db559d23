package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.routing.RoutingRule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link RuleVersion} in the database. */
@Entity
@Table(name = "rule_version")
@IdClass(RuleVersionRow.Key.class)
class RuleVersionRow {
    record Key(String domain, long version) implements Serializable {}

    @Id
    String domain;

    @Id
    long version;

    String account;

    @Column(name = "request_id")
    String requestId;

    /** The record of {@code routing.rules}. */
    String rule;

    @Column(name = "valid_from")
    Instant validFrom;

    @Column(name = "ended_sequence")
    @Nullable
    Long endedSequence;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    static RuleVersionRow of(RuleVersion version) {
        RuleVersionRow row = new RuleVersionRow();
        row.domain = version.rule().domain();
        row.version = version.rule().version();
        row.account = version.rule().account();
        row.requestId = version.requestId();
        row.rule = new String(Json.write(version.rule()), StandardCharsets.UTF_8);
        row.validFrom = version.from();
        if (version.ending() != null) {
            row.endedSequence = version.ending().sequence();
            row.endedAt = version.ending().at();
        }
        return row;
    }

    RuleVersion version() {
        RuleVersion.Ending ending =
                endedSequence == null || endedAt == null ? null : new RuleVersion.Ending(endedSequence, endedAt);
        return new RuleVersion(
                Json.read(rule.getBytes(StandardCharsets.UTF_8), RoutingRule.class), requestId, validFrom, ending);
    }
}
