package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.routing.AccountEntry;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;

/** An {@link AccountEntry} in the database. */
@Entity
@Table(name = "account_entry")
class AccountRow {
    @Id
    String account;

    long version;

    /** The record of {@code routing.accounts}. */
    String value;

    static AccountRow of(AccountEntry entry) {
        AccountRow row = new AccountRow();
        row.account = entry.account();
        row.version = entry.version();
        row.value = new String(Json.write(entry), StandardCharsets.UTF_8);
        return row;
    }

    AccountEntry entry() {
        return Json.read(value.getBytes(StandardCharsets.UTF_8), AccountEntry.class);
    }
}
