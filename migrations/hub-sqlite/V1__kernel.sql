-- The hub itself. `epoch` changes when the hub was restored from a backup: devices then compare
-- everything instead of trusting their cursors.
CREATE TABLE kernel_hub (
    row_no BIGINT NOT NULL PRIMARY KEY CHECK (row_no = 1),
    epoch  BIGINT NOT NULL
);
