-- What a restaurant's own tender was called when it paid, and what it was worth beyond what it took
-- off the check: change in cash.
ALTER TABLE reports_payment ADD COLUMN tender_name TEXT NOT NULL DEFAULT '';
ALTER TABLE reports_payment ADD COLUMN over_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reports_refund ADD COLUMN tender_name TEXT NOT NULL DEFAULT '';
