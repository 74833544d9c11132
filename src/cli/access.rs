//! `ketnap access`: who may do what where; adds, takes away, and tells the kernel.

use super::{Failure, Session};
use crate::domain::access::is_name;
use crate::domain::{Grant, Role, UnitId};
use crate::office::Office;
use crate::render::table;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Access {
    #[command(subcommand)]
    pub what: Option<What>,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum What {
    /// Giao quyền · Grant a role
    Add {
        /// Tên tài khoản hoặc tên gắn với khóa SSH · Name of an account, or bound to a key
        who: String,
        /// viewer, editor, manager, auditor
        #[arg(value_parser = role)]
        role: Role,
        /// Đơn vị và các đơn vị bên dưới; không có thì toàn bộ sổ theo dõi · The unit and all below; all records when left out
        unit: Option<String>,
    },
    /// Thu hồi quyền · Withdraw roles
    Remove {
        /// Tên · Name
        who: String,
        /// Chỉ ở đơn vị này · Only in this unit
        unit: Option<String>,
    },
    /// Đặt quyền thư mục cho các tài khoản Unix · Set the folders' modes for Unix accounts
    Apply {
        /// Chỉ in lệnh, không làm · Only print the commands
        #[arg(long)]
        print: bool,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::by_name(text).ok_or_else(|| Role::ALL.map(Role::name).join(", "))
}

/// Runs it.
pub fn run(session: &Session, args: Access) -> Result<(), Failure> {
    let office = session.office()?;
    let lang = session.lang;
    match args.what {
        None => show(session, &office, args.json),
        Some(What::Add { who, role, unit }) => {
            let is_account = crate::store::identity::account_number(&who).is_some();
            if !is_account && !is_name(&who) {
                return Err(Failure::Usage(lang.bad_account_name(who)));
            }
            let unit = session.unit(&office, unit.as_deref())?;
            let grant = Grant { who: who.clone(), role, unit };
            change(session, &office, &who, |access| access.add(grant))
        }
        Some(What::Remove { who, unit }) => {
            let unit = session.unit(&office, unit.as_deref())?;
            change(session, &office, &who, |access| {
                access.grants.retain(|grant| grant.who != who || (unit.is_some() && grant.unit != unit));
            })
        }
        Some(What::Apply { print: true }) => {
            let commands =
                office.store.gate_commands(office.books()).map_err(|error| session.failure(&error))?;
            session.print(&(commands.join("\n") + "\n"))
        }
        Some(What::Apply { print: false }) => {
            let folders =
                office.store.apply_gates(office.books()).map_err(|error| session.failure(&error))?;
            session.done(&lang.access_applied(folders))
        }
    }
}

fn change(
    session: &Session,
    office: &Office,
    who: &str,
    change: impl FnOnce(&mut crate::domain::Access),
) -> Result<(), Failure> {
    let lineage = |unit: UnitId| office.lineage(unit);
    let changed = office.store.change_access(lineage, change).map_err(|error| session.failure(&error))?;
    let lang = session.lang;
    session.done(&if changed { lang.access_changed(who) } else { lang.nothing_changed() })
}

fn show(session: &Session, office: &Office, json: bool) -> Result<(), Failure> {
    let lang = session.lang;
    let access = office.store.access().map_err(|error| session.failure(&error))?;
    if json {
        let list = access.grants.iter().map(|grant| {
            json!({
                "who": grant.who, "role": grant.role.name(), "unit": grant.unit.map(String::from),
                "unit_name": grant.unit.map(|unit| session.place(office, Some(unit))),
            })
        });
        return session.json(&Value::Array(list.collect()));
    }
    let columns =
        [(lang.field("person_name"), false), (lang.field("role"), false), (lang.field("unit"), false)];
    let mut lines = vec![vec![office.store.owner_name(), lang.owner_role(), lang.whole_store()]];
    lines.extend(
        access
            .grants
            .iter()
            .map(|g| vec![g.who.clone(), lang.role(g.role).to_owned(), session.place(office, g.unit)]),
    );
    session.print(&table::text(&columns, lines))
}
