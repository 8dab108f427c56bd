-- What journals say when a check is closed, so that what was sold is made anew in whatever order they come.
CREATE TABLE reports_closing (
    tenant_id TEXT   NOT NULL,
    fact_id   TEXT   NOT NULL,
    site_id   TEXT   NOT NULL,
    order_id  TEXT   NOT NULL,
    device_id TEXT   NOT NULL,
    at_ms     BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_closing_order ON reports_closing (tenant_id, order_id);

-- What a closing added to a check that was closed before, on the day of that closing.
CREATE TABLE reports_late (
    tenant_id   TEXT   NOT NULL,
    fact_id     TEXT   NOT NULL,
    site_id     TEXT   NOT NULL,
    order_id    TEXT   NOT NULL,
    at_ms       BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_late_at ON reports_late (tenant_id, site_id, at_ms);
CREATE INDEX reports_late_order ON reports_late (tenant_id, order_id);

-- What was sold in it, beyond what the closing before it had.
CREATE TABLE reports_late_line (
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

-- Taxes in it, by rate.
CREATE TABLE reports_late_tax (
    tenant_id TEXT   NOT NULL,
    fact_id   TEXT   NOT NULL,
    rate_ppm  BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id, rate_ppm)
);
