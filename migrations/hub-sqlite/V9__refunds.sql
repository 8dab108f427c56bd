-- Money that went back, one row for each fact of a journal. `refund_of` says what for: `lines` were sold,
-- `surplus` was paid too much, `kept` was paid too much and stays as a tip.
CREATE TABLE reports_refund (
    tenant_id    TEXT   NOT NULL,
    fact_id      TEXT   NOT NULL,
    site_id      TEXT   NOT NULL,
    order_id     TEXT   NOT NULL,
    device_id    TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,
    refund_of    TEXT   NOT NULL,
    tender       TEXT   NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_refund_at ON reports_refund (tenant_id, site_id, at_ms);

-- What went back.
CREATE TABLE reports_refund_line (
    tenant_id    TEXT   NOT NULL,
    fact_id      TEXT   NOT NULL,
    line_no      BIGINT NOT NULL,
    sku          TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    category     TEXT   NOT NULL,
    quantity     BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id, line_no)
);

-- Taxes in it, by rate, above zero.
CREATE TABLE reports_refund_tax (
    tenant_id TEXT   NOT NULL,
    fact_id   TEXT   NOT NULL,
    rate_ppm  BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id, rate_ppm)
);
