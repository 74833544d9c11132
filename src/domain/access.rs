//! Who may do what where: roles, granted to people for a unit and everything below it.
//!
//! Pure: what a grant means. Which file holds the grants, and what the kernel is told about them,
//! is the store's work. A new role requires: 1 a variant and its acts here; 2 words; 3 a line in the
//! README's table and in the table of `tests/access.rs`.

use super::id::UnitId;
use super::listed::listed;
use serde::{Deserialize, Serialize};

listed! {
    /// What somebody may do in a unit.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Role {
        /// Sees the history of changes, nobody's present record.
        Auditor,
        /// Sees figures and lists, without the private fields.
        Viewer,
        /// Sees and changes people.
        Editor,
        /// Also targets, the tree, access, deletion.
        Manager,
    }
}

/// One thing that a role allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Act {
    /// See people and figures.
    See = 1,
    /// See identity number, religion and notes.
    SeePrivate = 2,
    /// See who changed what.
    SeeHistory = 4,
    /// Change people.
    Edit = 8,
    /// Change units, targets and access.
    Manage = 16,
}

/// A set of [`Act`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts(u8);

impl Acts {
    /// Everything.
    pub const ALL: Acts = Acts(31);

    /// True when the act is allowed.
    pub fn allow(self, act: Act) -> bool {
        self.0 & act as u8 != 0
    }

    /// True when nothing is.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn and(self, other: Acts) -> Acts {
        Acts(self.0 | other.0)
    }
}

impl Role {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Auditor => "auditor",
            Role::Viewer => "viewer",
            Role::Editor => "editor",
            Role::Manager => "manager",
        }
    }

    /// The role with this [`Role::name`].
    pub fn by_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What the role allows.
    pub fn acts(self) -> Acts {
        let all: &[Act] = match self {
            Role::Auditor => &[Act::SeeHistory],
            Role::Viewer => &[Act::See],
            Role::Editor => &[Act::See, Act::SeePrivate, Act::SeeHistory, Act::Edit],
            Role::Manager => return Acts::ALL,
        };
        all.iter().fold(Acts::default(), |acts, act| acts.and(Acts(*act as u8)))
    }
}

/// A role of a person in a unit and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Name of the person: of a Unix account, or of a key bound with `--as`.
    pub who: String,
    pub role: Role,
    /// `None` is the whole store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// `access.ron`: every grant of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    pub grants: Vec<Grant>,
}

impl Access {
    /// The grants of a person.
    pub fn of<'a>(&'a self, who: &'a str) -> impl Iterator<Item = &'a Grant> {
        self.grants.iter().filter(move |grant| grant.who == who)
    }

    /// What a person may do in a unit, given with all units above it.
    pub fn acts(&self, who: &str, lineage: &[UnitId]) -> Acts {
        let here = self.of(who).filter(|grant| grant.unit.is_none_or(|unit| lineage.contains(&unit)));
        here.fold(Acts::default(), |acts, grant| acts.and(grant.role.acts()))
    }

    /// Grants a role in the place of the one that the person had in this very unit.
    pub fn add(&mut self, grant: Grant) {
        self.grants.retain(|known| known.who != grant.who || known.unit != grant.unit);
        self.grants.push(grant);
        self.grants.sort_by(|a, b| (&a.who, a.unit, a.role).cmp(&(&b.who, b.unit, b.role)));
    }
}

/// What the person who opened a store may do in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// The store's owner.
    All,
    /// What the grants of this person allow.
    Granted { who: String, access: Access },
}

impl Rights {
    /// What is allowed in a unit, given with all units above it.
    pub fn acts(&self, lineage: &[UnitId]) -> Acts {
        match self {
            Rights::All => Acts::ALL,
            Rights::Granted { who, access } => access.acts(who, lineage),
        }
    }

    /// True when an act is allowed anywhere.
    pub fn anywhere(&self, act: Act) -> bool {
        match self {
            Rights::All => true,
            Rights::Granted { who, access } => access.of(who).any(|grant| grant.role.acts().allow(act)),
        }
    }
}

/// True for names that a person may be bound to: `^[a-z][a-z0-9_-]{0,31}$`, so that none of them is
/// a number or a path.
pub fn is_name(name: &str) -> bool {
    name.len() <= 32
        && name.bytes().next().is_some_and(|c| c.is_ascii_lowercase())
        && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const U: fn(u64) -> UnitId = UnitId::from_bits;

    #[test]
    fn a_grant_holds_for_its_unit_and_everything_below() {
        let mut access = Access::default();
        access.add(Grant { who: "lan".into(), role: Role::Editor, unit: Some(U(2)) });
        access.add(Grant { who: "lan".into(), role: Role::Viewer, unit: Some(U(1)) });
        access.add(Grant { who: "kt".into(), role: Role::Auditor, unit: None });
        let may = |who: &str, lineage: &[UnitId], act| access.acts(who, lineage).allow(act);
        assert!(may("lan", &[U(5), U(2), U(1)], Act::Edit));
        assert!(may("lan", &[U(3), U(1)], Act::See) && !may("lan", &[U(3), U(1)], Act::Edit));
        assert!(access.acts("lan", &[U(9)]).is_empty());
        assert!(may("kt", &[U(9)], Act::SeeHistory) && !may("kt", &[U(9)], Act::See));
        assert!(access.acts("minh", &[U(1)]).is_empty());
    }

    #[test]
    fn each_role_allows_what_the_lesser_ones_do_apart_from_the_auditor() {
        for (role, acts) in [
            (Role::Viewer, vec![Act::See]),
            (Role::Editor, vec![Act::See, Act::SeePrivate, Act::SeeHistory, Act::Edit]),
            (Role::Manager, vec![Act::See, Act::SeePrivate, Act::SeeHistory, Act::Edit, Act::Manage]),
            (Role::Auditor, vec![Act::SeeHistory]),
        ] {
            for act in [Act::See, Act::SeePrivate, Act::SeeHistory, Act::Edit, Act::Manage] {
                assert_eq!(role.acts().allow(act), acts.contains(&act), "{role:?} {act:?}");
            }
            assert_eq!(Role::by_name(role.name()), Some(role));
            assert_eq!(ron::to_string(&role).unwrap(), role.name());
        }
    }

    #[test]
    fn a_bound_name_is_no_number_and_no_path() {
        for good in ["lan", "nguyen-lan", "ban_xdd2"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "1001", "Lan", "a.b", "a/b", "..", "lán", &"a".repeat(33)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
