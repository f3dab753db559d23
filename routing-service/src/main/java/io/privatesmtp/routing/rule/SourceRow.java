package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;

/** A {@link SourceAddress} in the database. */
@Entity
@Table(name = "source_address")
class SourceRow {
    @Id
    String ip;

    @Enumerated(EnumType.STRING)
    SourceKind kind;

    long version;

    /** The record of {@code routing.sources}. */
    String value;

    static SourceRow of(SourceAddress source) {
        SourceRow row = new SourceRow();
        row.ip = source.ip();
        row.kind = source.kind();
        row.version = source.version();
        row.value = new String(Json.write(source), StandardCharsets.UTF_8);
        return row;
    }

    SourceAddress source() {
        return Json.read(value.getBytes(StandardCharsets.UTF_8), SourceAddress.class);
    }
}
