-- The tenant's last event number: one row a tenant, so that numbers have no gaps and readers see
-- them in order, also when several connections write.
CREATE TABLE events_counter (
    tenant_id TEXT   NOT NULL PRIMARY KEY,
    last_seq  BIGINT NOT NULL
);

-- What happened, written in the transaction that made it happen.
CREATE TABLE events_outbox (
    tenant_id      TEXT   NOT NULL,
    seq            BIGINT NOT NULL,
    event_id       TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    site_id        TEXT   NOT NULL,
    at_ms          BIGINT NOT NULL,
    correlation_id TEXT   NOT NULL,
    body           TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);

-- How far each subscriber is, moved in the transaction in which it took the event in.
CREATE TABLE events_cursor (
    tenant_id  TEXT   NOT NULL,
    subscriber TEXT   NOT NULL,
    last_seq   BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subscriber)
);

-- Events that a subscriber refused for good, kept whole until somebody replays them.
CREATE TABLE events_dead_letter (
    tenant_id      TEXT   NOT NULL,
    dead_letter_id TEXT   NOT NULL,
    subscriber     TEXT   NOT NULL,
    seq            BIGINT NOT NULL,
    event_id       TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    site_id        TEXT   NOT NULL,
    at_ms          BIGINT NOT NULL,
    correlation_id TEXT   NOT NULL,
    body           TEXT   NOT NULL,
    error          TEXT   NOT NULL,
    tries          BIGINT NOT NULL,
    dead_at_ms     BIGINT NOT NULL,
    replayed_at_ms BIGINT,
    PRIMARY KEY (tenant_id, dead_letter_id)
);

-- Who did what; only ever appended.
CREATE TABLE events_audit (
    tenant_id      TEXT   NOT NULL,
    audit_id       TEXT   NOT NULL,
    site_id        TEXT   NOT NULL,
    at_ms          BIGINT NOT NULL,
    actor          TEXT   NOT NULL,
    action         TEXT   NOT NULL,
    subject        TEXT   NOT NULL,
    details        TEXT   NOT NULL,
    correlation_id TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, audit_id)
);
