-- Closed checks are kept for months: found by moment and number without reading their summaries.
DROP INDEX order_view_number;
DROP INDEX order_view_closed;
CREATE INDEX order_view_closed ON order_view (closed_at_ms, number);
