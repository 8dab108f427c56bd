-- Where the log of a site ends. Changes and facts share its numbers; the numbers have no gaps, and a
-- commit hands them out.
CREATE TABLE orders_log (
    tenant_id TEXT   NOT NULL,
    site_id   TEXT   NOT NULL,
    last_seq  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id)
);

-- Changes of order documents, as the devices made them.
CREATE TABLE orders_change (
    tenant_id   TEXT   NOT NULL,
    site_id     TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    order_id    TEXT   NOT NULL,
    sha256      BYTEA  NOT NULL,
    bytes       BYTEA  NOT NULL,
    from_device TEXT   NOT NULL,
    at_ms       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id, seq),
    UNIQUE (tenant_id, site_id, order_id, sha256)
);

-- The journals of the devices. `at_ms` is the device's time, `kept_at_ms` the hub's.
CREATE TABLE orders_fact (
    tenant_id  TEXT   NOT NULL,
    device_id  TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    site_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    fact_id    TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    previous   BYTEA  NOT NULL,
    body       TEXT   NOT NULL,
    hash       BYTEA  NOT NULL,
    signature  TEXT   NOT NULL,
    kept_at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, device_id, number),
    UNIQUE (tenant_id, fact_id),
    UNIQUE (tenant_id, site_id, seq)
);

-- What was not taken in, kept whole for somebody to look at.
CREATE TABLE orders_quarantine (
    tenant_id   TEXT   NOT NULL,
    site_id     TEXT   NOT NULL,
    from_device TEXT   NOT NULL,
    sha256      BYTEA  NOT NULL,
    what        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    bytes       BYTEA  NOT NULL,
    why         TEXT   NOT NULL,
    at_ms       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id, from_device, sha256)
);

-- How often the node of a device was started; a lower number than this comes from a copy.
CREATE TABLE orders_device (
    tenant_id TEXT   NOT NULL,
    device_id TEXT   NOT NULL,
    boot      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
);

-- How far orders were made out of the log.
CREATE TABLE orders_projection (
    tenant_id TEXT   NOT NULL,
    site_id   TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id)
);

-- Orders as they are now. `view` is the whole order and `tickets` what was told of its tickets, as
-- JSON.
CREATE TABLE orders_order (
    tenant_id    TEXT   NOT NULL,
    site_id      TEXT   NOT NULL,
    order_id     TEXT   NOT NULL,
    order_number TEXT   NOT NULL,
    table_name   TEXT,
    tab          TEXT   NOT NULL,
    guests       BIGINT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    closed_at_ms BIGINT,
    total_minor  BIGINT NOT NULL,
    due_minor    BIGINT NOT NULL,
    server_id    TEXT   NOT NULL,
    device_id    TEXT   NOT NULL,
    view         TEXT   NOT NULL,
    tickets      TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, site_id, order_id)
);

CREATE INDEX orders_order_opened ON orders_order (tenant_id, site_id, opened_at_ms);
