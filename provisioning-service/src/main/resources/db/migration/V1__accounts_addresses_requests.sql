create table account (
    id         varchar(40) primary key,
    name       varchar(200),
    state      varchar(20) not null,
    per_hour   bigint      not null,
    per_day    bigint      not null,
    on_failure varchar(20) not null,
    opened_at  timestamptz not null,
    version    bigint      not null
);

create table source_ip (
    ip               varchar(45)  primary key,
    ehlo             varchar(253) not null,
    kind             varchar(20)  not null,
    via              varchar(300) not null,
    state            varchar(20)  not null,
    account          varchar(40) references account,
    monthly_price    numeric(12, 2),
    last_account     varchar(40) references account,
    quarantine_until timestamptz,
    version          bigint       not null,
    check (account is null or kind = 'PRIVATE')
);
create index source_ip_account on source_ip (account);

create table routing_request (
    id                 varchar(36) primary key,
    account            varchar(40) not null references account,
    ip                 varchar(45) not null references source_ip,
    domains            text[]      not null,
    include_subdomains boolean     not null,
    when_unusable      varchar(20) not null,
    note               varchar(1000),
    state              varchar(20) not null,
    reason             varchar(500),
    opened_by          varchar(200) not null,
    opened_at          timestamptz not null,
    decided_by         varchar(200),
    decided_at         timestamptz,
    version            bigint      not null
);
create index routing_request_account on routing_request (account, opened_at desc);
create index routing_request_ip on routing_request (ip);

-- A domain is spoken for while a request that names it is open or approved; one domain has one rule.
create table domain_claim (
    domain             varchar(253) primary key,
    account            varchar(40) not null references account,
    request_id         varchar(36) not null references routing_request,
    include_subdomains boolean     not null
);
create index domain_claim_request on domain_claim (request_id);

-- Numbers are drawn after the rows of the change were locked, so they order the changes of an account and of an address.
create sequence fact_sequence;

create table outbox (
    id      bigint primary key,
    key     varchar(60) not null,
    type    varchar(40) not null,
    at      timestamptz not null,
    payload bytea       not null
);

create table history (
    id      bigint primary key,
    account varchar(40),
    type    varchar(40)  not null,
    subject varchar(60)  not null,
    version bigint       not null,
    actor   varchar(200) not null,
    reason  varchar(500),
    at      timestamptz  not null
);
create index history_account on history (account, id desc);
