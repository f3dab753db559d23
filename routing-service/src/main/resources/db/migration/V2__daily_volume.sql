-- Recipients delivered to for an account on a day (UTC).
create table daily_volume (
    account   text   not null,
    day       date   not null,
    delivered bigint not null,
    primary key (account, day)
);
