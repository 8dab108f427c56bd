-- What a till or a kitchen screen remembers. One action of a person is one transaction over these.

-- Small facts about the device itself: its id, keys, hub, counters, clock.
CREATE TABLE device (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Edits of order documents, ours and others', in the order in which they came.
CREATE TABLE chunk (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id BLOB NOT NULL,
    sha BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (order_id, sha)
);

-- The journal of this device.
CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    at_ms INTEGER NOT NULL,
    record TEXT NOT NULL
);

-- What the hub does not have yet: a chunk (by seq) or a fact (by number).
CREATE TABLE outbox (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    chunk_seq INTEGER,
    fact_number INTEGER,
    order_id BLOB
);

-- Orders as lists show them, so that a start need not load documents.
CREATE TABLE order_view (
    order_id BLOB PRIMARY KEY,
    closed_at_ms INTEGER,
    summary TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX order_view_closed ON order_view (closed_at_ms);

-- The last catalogue that the hub published.
CREATE TABLE catalogue (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL,
    bytes BLOB NOT NULL
);

-- Shifts of this device.
CREATE TABLE shift (
    id BLOB PRIMARY KEY,
    opened_number INTEGER NOT NULL,
    closed_number INTEGER,
    z_number INTEGER UNIQUE
) WITHOUT ROWID;

-- Papers to print and drawers to open.
CREATE TABLE print_job (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    printer TEXT NOT NULL,
    kind TEXT NOT NULL,
    paper TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX print_job_waiting ON print_job (printer, state, n);

-- Receipts as they were printed, with how many copies followed.
CREATE TABLE receipt (
    order_id BLOB PRIMARY KEY,
    paper TEXT NOT NULL,
    copies INTEGER NOT NULL
) WITHOUT ROWID;

-- Requests of faces that were done, with what was answered: the same touch twice is done once.
CREATE TABLE request (
    id TEXT PRIMARY KEY,
    reply TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX request_age ON request (at_ms);

-- What could not be taken in, kept for somebody to look at.
CREATE TABLE quarantine (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id BLOB,
    bytes BLOB NOT NULL,
    why TEXT NOT NULL,
    at_ms INTEGER NOT NULL
);
