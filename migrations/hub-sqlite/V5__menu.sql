-- Published catalogues; the last ones are kept. `sha256` is taken over the text of `json`.
CREATE TABLE menu_version (
    tenant_id       TEXT   NOT NULL,
    site_id         TEXT   NOT NULL,
    version         BIGINT NOT NULL,
    json            TEXT   NOT NULL,
    sha256          TEXT   NOT NULL,
    published_at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id, version)
);

-- What an import brought beyond the catalogue: recipes, settings as text. One JSON text a site.
CREATE TABLE menu_extra (
    tenant_id TEXT NOT NULL,
    site_id   TEXT NOT NULL,
    json      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, site_id)
);

-- Everybody who ever worked at a site: old checks go on naming people who left.
CREATE TABLE menu_staff (
    tenant_id  TEXT NOT NULL,
    site_id    TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    left_at_ms BIGINT,
    PRIMARY KEY (tenant_id, site_id, staff_id)
);
