//! The SQL of published catalogues and of the people in them.

use hub_kernel::{DbError, Tx, params, ports::StaffEntry};
use sha2::{Digest, Sha256};
use shared::{
    ids::{SiteId, StaffId, TenantId},
    staff::{Role, StaffMember},
};

/// A published catalogue as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// Grows by one with each publication.
    pub(crate) number: u64,
    /// `shared::menu::Catalogue` as JSON.
    pub(crate) json: String,
    /// When.
    pub(crate) published_at_ms: i64,
}

/// A restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) tenant_id: TenantId,
    pub(crate) site_id: SiteId,
}

/// The newest catalogue. One whose bytes changed on the disk is an error, not a catalogue.
pub(crate) fn current(tx: &Tx<'_>, place: Place) -> Result<Option<Version>, DbError> {
    let found = tx.query_row(
        "SELECT version, json, published_at_ms, sha256 FROM menu_version
         WHERE tenant_id = $1 AND site_id = $2 ORDER BY version DESC LIMIT 1",
        params![place.tenant_id, place.site_id],
        |row| {
            let version = Version {
                number: row.get(0)?,
                json: row.get(1)?,
                published_at_ms: row.get(2)?,
            };
            Ok((version, row.get::<String>(3)?))
        },
    )?;
    match found {
        Some((version, sha256)) if sha256 != hash(&version.json) => Err(DbError::Engine(format!(
            "catalogue {} is damaged: its hash is not the one that was written",
            version.number
        ))),
        found => Ok(found.map(|(version, _)| version)),
    }
}

/// The newest version of every site.
pub(crate) fn newest(tx: &Tx<'_>) -> Result<Vec<(Place, u64)>, DbError> {
    tx.query(
        "SELECT tenant_id, site_id, MAX(version) FROM menu_version GROUP BY tenant_id, site_id",
        params![],
        |row| {
            let place = Place {
                tenant_id: row.get(0)?,
                site_id: row.get(1)?,
            };
            Ok((place, row.get(2)?))
        },
    )
}

/// Keeps a new version.
pub(crate) fn insert(tx: &Tx<'_>, place: Place, version: &Version) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO menu_version (tenant_id, site_id, version, json, sha256, published_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            place.tenant_id,
            place.site_id,
            as_i64(version.number)?,
            &version.json,
            hash(&version.json),
            version.published_at_ms
        ],
    )?;
    Ok(())
}

/// Forgets versions below this one.
pub(crate) fn prune(tx: &Tx<'_>, place: Place, below: u64) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM menu_version WHERE tenant_id = $1 AND site_id = $2 AND version < $3",
        params![place.tenant_id, place.site_id, as_i64(below)?],
    )
}

/// What an import brought beyond the catalogue, as JSON.
pub(crate) fn extra(tx: &Tx<'_>, place: Place) -> Result<Option<String>, DbError> {
    tx.query_row(
        "SELECT json FROM menu_extra WHERE tenant_id = $1 AND site_id = $2",
        params![place.tenant_id, place.site_id],
        |row| row.get(0),
    )
}

/// Keeps it.
pub(crate) fn set_extra(tx: &Tx<'_>, place: Place, json: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO menu_extra (tenant_id, site_id, json) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, site_id) DO UPDATE SET json = excluded.json",
        params![place.tenant_id, place.site_id, json],
    )?;
    Ok(())
}

/// Somebody who works or worked here.
pub(crate) fn staff(
    tx: &Tx<'_>,
    place: Place,
    staff_id: StaffId,
) -> Result<Option<StaffEntry>, DbError> {
    let found = tx.query_row(
        "SELECT name, role FROM menu_staff
         WHERE tenant_id = $1 AND site_id = $2 AND staff_id = $3",
        params![place.tenant_id, place.site_id, staff_id],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    found
        .map(|(name, word)| {
            let role = Role::from_word(&word);
            let role = role.ok_or(DbError::Missing("a known role in menu_staff"))?;
            Ok(StaffEntry {
                staff_id,
                name,
                role,
            })
        })
        .transpose()
}

/// Makes the people of a catalogue those who work here; the others left.
pub(crate) fn set_staff(
    tx: &Tx<'_>,
    place: Place,
    staff: &[StaffMember],
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE menu_staff SET left_at_ms = $3
         WHERE tenant_id = $1 AND site_id = $2 AND left_at_ms IS NULL",
        params![place.tenant_id, place.site_id, now_ms],
    )?;
    for one in staff {
        tx.execute(
            "INSERT INTO menu_staff (tenant_id, site_id, staff_id, name, role, left_at_ms)
             VALUES ($1, $2, $3, $4, $5, NULL)
             ON CONFLICT (tenant_id, site_id, staff_id) DO UPDATE SET
                 name = excluded.name, role = excluded.role, left_at_ms = NULL",
            params![
                place.tenant_id,
                place.site_id,
                one.id,
                &one.name,
                one.role.word()
            ],
        )?;
    }
    Ok(())
}

fn hash(json: &str) -> String {
    hex::encode(Sha256::digest(json.as_bytes()))
}

fn as_i64(version: u64) -> Result<i64, DbError> {
    i64::try_from(version).map_err(|_| DbError::Missing("a smaller version"))
}

#[cfg(test)]
mod tests {
    use hub_kernel::testkit;

    use super::*;

    const HERE: Place = Place {
        tenant_id: TenantId::from_bytes([1; 16]),
        site_id: SiteId::from_bytes([2; 16]),
    };
    const ELSEWHERE: Place = Place {
        tenant_id: TenantId::from_bytes([9; 16]),
        site_id: SiteId::from_bytes([2; 16]),
    };

    fn version(number: u64) -> Version {
        Version {
            number,
            json: format!("{{\"version\":{number}}}"),
            published_at_ms: 5,
        }
    }

    #[tokio::test]
    async fn the_newest_version_is_the_current_one_and_old_ones_go() {
        let (db, _folder) = testkit::db();
        let write = |tx: &Tx<'_>| {
            assert_eq!(current(tx, HERE)?, None);
            for number in [1, 2, 10] {
                insert(tx, HERE, &version(number))?;
            }
            insert(tx, ELSEWHERE, &version(3))?;
            assert_eq!(current(tx, HERE)?, Some(version(10)));
            assert_eq!(newest(tx)?, [(HERE, 10), (ELSEWHERE, 3)]);
            assert_eq!(prune(tx, HERE, 10)?, 2);
            assert_eq!(prune(tx, HERE, 10)?, 0);
            assert_eq!(current(tx, HERE)?, Some(version(10)));
            assert_eq!(current(tx, ELSEWHERE)?, Some(version(3)));
            Ok::<_, DbError>(())
        };
        db.write(write).await.unwrap();
    }

    #[tokio::test]
    async fn a_version_is_written_once() {
        let (db, _folder) = testkit::db();
        let twice = |tx: &Tx<'_>| {
            insert(tx, HERE, &version(1))?;
            insert(tx, HERE, &version(1))
        };
        assert!(matches!(db.write(twice).await, Err(DbError::Constraint(_))));
    }

    #[tokio::test]
    async fn a_changed_byte_is_found_before_it_is_served() {
        let (db, _folder) = testkit::db();
        let damage = |tx: &Tx<'_>| {
            insert(tx, HERE, &version(1))?;
            tx.execute(
                "UPDATE menu_version SET json = $1",
                params!["{\"version\":7}"],
            )?;
            current(tx, HERE)
        };
        let error = db.write(damage).await.unwrap_err();
        assert!(
            error.to_string().contains("catalogue 1 is damaged"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn what_came_beside_the_catalogue_is_replaced_as_a_whole() {
        let (db, _folder) = testkit::db();
        let write = |tx: &Tx<'_>| {
            assert_eq!(extra(tx, HERE)?, None);
            set_extra(tx, HERE, "{}")?;
            set_extra(tx, HERE, "[]")?;
            assert_eq!(extra(tx, HERE)?.as_deref(), Some("[]"));
            assert_eq!(extra(tx, ELSEWHERE)?, None);
            Ok::<_, DbError>(())
        };
        db.write(write).await.unwrap();
    }

    #[tokio::test]
    async fn who_left_keeps_the_name() {
        let (db, _folder) = testkit::db();
        let person = |byte: u8, name: &str| StaffMember {
            id: StaffId::from_bytes([byte; 16]),
            name: name.to_owned(),
            role: Role::Waiter,
            pin_hash: String::new(),
        };
        let (sofia, luca) = (person(1, "Sofia"), person(2, "Luca"));
        let write = move |tx: &Tx<'_>| {
            set_staff(tx, HERE, &[sofia.clone(), luca.clone()], 10)?;
            set_staff(tx, HERE, std::slice::from_ref(&luca), 20)?;
            let left = tx.query(
                "SELECT name, left_at_ms FROM menu_staff ORDER BY name",
                params![],
                |row| Ok((row.get::<String>(0)?, row.get::<Option<i64>>(1)?)),
            )?;
            assert_eq!(
                left,
                [("Luca".to_owned(), None), ("Sofia".to_owned(), Some(20))]
            );
            assert_eq!(staff(tx, HERE, sofia.id)?.unwrap().name, "Sofia");
            assert_eq!(staff(tx, ELSEWHERE, sofia.id)?, None);
            Ok::<_, DbError>(())
        };
        db.write(write).await.unwrap();
    }
}
