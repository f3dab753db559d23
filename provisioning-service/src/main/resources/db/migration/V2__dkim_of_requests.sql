alter table routing_request
    add column dkim_selector varchar(100),
    add column dkim_key_ref  varchar(100);
