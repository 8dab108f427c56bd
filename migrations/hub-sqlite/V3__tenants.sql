-- A company.
CREATE TABLE tenants_tenant (
    tenant_id  TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    made_at_ms BIGINT NOT NULL
);

-- A restaurant. What its devices must know (currency, taxes, languages) is in its catalogue.
CREATE TABLE tenants_site (
    tenant_id  TEXT   NOT NULL,
    site_id    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    made_at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, site_id)
);
