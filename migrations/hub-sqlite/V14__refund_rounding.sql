-- What the smallest coin made of cash that went back.
ALTER TABLE reports_refund ADD COLUMN rounding_minor BIGINT NOT NULL DEFAULT 0;
