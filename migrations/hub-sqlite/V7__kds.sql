-- Kitchen tickets as the kitchen last said they are. `seq` is the number of the event that said so:
-- an older one that comes later changes nothing.
CREATE TABLE kds_ticket (
    tenant_id    TEXT   NOT NULL,
    ticket_id    TEXT   NOT NULL,
    site_id      TEXT   NOT NULL,
    order_id     TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    station      TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    order_number TEXT   NOT NULL,
    table_name   TEXT,
    sent_at_ms   BIGINT NOT NULL,
    done_at_ms   BIGINT,
    bumped_at_ms BIGINT,
    prep_seconds BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
);

CREATE INDEX kds_ticket_open ON kds_ticket (tenant_id, site_id, sent_at_ms)
    WHERE bumped_at_ms IS NULL;

CREATE INDEX kds_ticket_sent ON kds_ticket (tenant_id, site_id, sent_at_ms);
