-- private_half: a nonce of 12 octets, then PKCS#8 under AES-256-GCM with the id as associated data.
create table dkim_key (
    id           varchar(36)  primary key,
    account      varchar(40)  not null references account,
    domain       varchar(253) not null,
    selector     varchar(100) not null,
    algorithm    varchar(20)  not null,
    public_half  varchar(1000) not null,
    private_half bytea        not null,
    created_by   varchar(200) not null,
    created_at   timestamptz  not null,
    version      bigint       not null,
    unique (account, domain, selector)
);
create index routing_request_dkim_key on routing_request (dkim_key_ref) where dkim_key_ref is not null;
