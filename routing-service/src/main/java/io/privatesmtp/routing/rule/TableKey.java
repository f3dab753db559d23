package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Topics;

/** Names a row of the three compacted tables. */
record TableKey(String topic, String key) {
    static TableKey rule(String domain) {
        return new TableKey(Topics.RULES, domain);
    }

    static TableKey source(String ip) {
        return new TableKey(Topics.SOURCES, ip);
    }

    static TableKey account(String account) {
        return new TableKey(Topics.ACCOUNTS, account);
    }
}
