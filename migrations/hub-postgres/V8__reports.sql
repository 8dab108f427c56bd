-- Payments, one row for each fact of a journal.
CREATE TABLE reports_payment (
    tenant_id    TEXT   NOT NULL,
    fact_id      TEXT   NOT NULL,
    site_id      TEXT   NOT NULL,
    order_id     TEXT   NOT NULL,
    device_id    TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,
    tender       TEXT   NOT NULL,
    amount_minor BIGINT NOT NULL,
    tip_minor    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_payment_at ON reports_payment (tenant_id, site_id, at_ms);

-- Settled checks. Two tills that were apart may both settle one order: it is sold once, so the row
-- belongs to the order and holds what the last of the facts says, by time and then by id.
CREATE TABLE reports_sale (
    tenant_id   TEXT   NOT NULL,
    order_id    TEXT   NOT NULL,
    site_id     TEXT   NOT NULL,
    fact_id     TEXT   NOT NULL,
    device_id   TEXT   NOT NULL,
    at_ms       BIGINT NOT NULL,
    guests      BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, order_id)
);

CREATE INDEX reports_sale_at ON reports_sale (tenant_id, site_id, at_ms);

-- What was sold on a settled check.
CREATE TABLE reports_sale_line (
    tenant_id    TEXT   NOT NULL,
    order_id     TEXT   NOT NULL,
    line_no      BIGINT NOT NULL,
    sku          TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    category     TEXT   NOT NULL,
    quantity     BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, order_id, line_no)
);

-- Taxes of a settled check, by rate.
CREATE TABLE reports_sale_tax (
    tenant_id TEXT   NOT NULL,
    order_id  TEXT   NOT NULL,
    rate_ppm  BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, order_id, rate_ppm)
);

-- Orders as they last were. `seq` is the number of the event that said so: an older one that comes
-- later changes nothing.
CREATE TABLE reports_check (
    tenant_id    TEXT    NOT NULL,
    order_id     TEXT    NOT NULL,
    site_id      TEXT    NOT NULL,
    seq          BIGINT  NOT NULL,
    order_number TEXT    NOT NULL,
    table_name   TEXT,
    tab          TEXT    NOT NULL,
    guests       BIGINT  NOT NULL,
    opened_at_ms BIGINT  NOT NULL,
    total_minor  BIGINT  NOT NULL,
    due_minor    BIGINT  NOT NULL,
    server_id    TEXT    NOT NULL,
    device_id    TEXT    NOT NULL,
    closed       BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, order_id)
);

CREATE INDEX reports_check_open ON reports_check (tenant_id, site_id, opened_at_ms)
    WHERE NOT closed;
