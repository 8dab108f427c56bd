-- Keys of a site: its certificate authority, and the key with which the hub signs for it.
CREATE TABLE auth_site (
    tenant_id      TEXT   NOT NULL,
    site_id        TEXT   NOT NULL,
    ca_seed        BYTEA  NOT NULL,
    ca_certificate TEXT   NOT NULL,
    signing_seed   BYTEA  NOT NULL,
    letters_given  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id)
);

-- People who sign in with a password.
CREATE TABLE auth_account (
    tenant_id       TEXT   NOT NULL,
    account_id      TEXT   NOT NULL,
    site_id         TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    password_hash   TEXT   NOT NULL,
    wrong_tries     BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    made_at_ms      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, account_id),
    UNIQUE (tenant_id, name)
);

-- Sessions by the hash of their token; the token itself is only in the browser.
CREATE TABLE auth_session (
    tenant_id     TEXT   NOT NULL,
    token_hash    BYTEA  NOT NULL,
    account_id    TEXT   NOT NULL,
    made_at_ms    BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
);

-- One-time codes by their hash.
CREATE TABLE auth_code (
    tenant_id     TEXT   NOT NULL,
    code_hash     BYTEA  NOT NULL,
    site_id       TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    used_by       TEXT,
    PRIMARY KEY (tenant_id, code_hash)
);

-- Enrolled devices. `report` is the last thing a device said about itself, as JSON.
CREATE TABLE auth_device (
    tenant_id      TEXT   NOT NULL,
    device_id      TEXT   NOT NULL,
    site_id        TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    letters        TEXT   NOT NULL,
    public_key     BYTEA  NOT NULL,
    certificate    TEXT   NOT NULL,
    enrolled_at_ms BIGINT NOT NULL,
    revoked_at_ms  BIGINT,
    report         TEXT,
    PRIMARY KEY (tenant_id, device_id),
    UNIQUE (tenant_id, site_id, letters)
);
