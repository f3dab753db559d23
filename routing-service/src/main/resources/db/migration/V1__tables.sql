-- What the facts of provisioning.events have come to. Dropping it all is safe: the next start folds the log again.

create table rule_version (
    domain         text        not null, -- A-label, lower case
    version        bigint      not null, -- the sequence number of the approval
    account        text        not null,
    request_id     text        not null,
    rule           text        not null, -- the record of routing.rules, JSON
    valid_from     timestamptz not null,
    ended_sequence bigint,               -- of the fact that ended it, null while none did
    ended_at       timestamptz,
    primary key (domain, version),
    check ((ended_sequence is null) = (ended_at is null))
);
create index rule_version_of_account on rule_version (account) where ended_sequence is null;

create table source_address (
    ip      text   not null primary key,
    kind    text   not null,
    version bigint not null,
    value   text   not null -- the record of routing.sources, JSON
);

create table account_entry (
    account text   not null primary key,
    version bigint not null,
    value   text   not null -- the record of routing.accounts, JSON
);

-- The next offset of a log to fold, written in one transaction with what the offsets before it came to.
create table log_position (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
);
