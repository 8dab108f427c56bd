-- What went onto gift cards, and what came off them again with a refund (below zero): no sale, and a debt
-- until it is spent. One row for each fact; `of_closing` says that a closing of the check put it there.
CREATE TABLE reports_gift_card (
    tenant_id    TEXT    NOT NULL,
    fact_id      TEXT    NOT NULL,
    site_id      TEXT    NOT NULL,
    order_id     TEXT    NOT NULL,
    at_ms        BIGINT  NOT NULL,
    of_closing   BOOLEAN NOT NULL,
    amount_minor BIGINT  NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
);

CREATE INDEX reports_gift_card_at ON reports_gift_card (tenant_id, site_id, at_ms);
CREATE INDEX reports_gift_card_order ON reports_gift_card (tenant_id, order_id);
