-- What the smallest coin made of a payment, and whether it was taken ahead.
ALTER TABLE reports_payment ADD COLUMN rounding_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reports_payment ADD COLUMN deposit BOOLEAN NOT NULL DEFAULT FALSE;

-- Tips that were said anew after their payment. Of two that were said apart the later one counts, so
-- each row stands with what it says, and sums take the difference to the row before it.
CREATE TABLE reports_tip (
    tenant_id    TEXT   NOT NULL,
    fact_id      TEXT   NOT NULL,
    site_id      TEXT   NOT NULL,
    payment_id   TEXT   NOT NULL,
    device_id    TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,
    hlc          BIGINT NOT NULL,
    tender       TEXT   NOT NULL,
    was_minor    BIGINT NOT NULL,
    tip_minor    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_tip_payment ON reports_tip (tenant_id, site_id, payment_id);
