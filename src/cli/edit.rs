//! `ketnap edit ID`: JSON of fields on standard input, refused when the record changed since REV.

use super::add::judge;
use super::session::with_context;
use super::{Failure, Session, input, show};
use crate::domain::breach::breaches;
use crate::domain::problem::problems;
use crate::domain::{Day, Person, PersonId, Why};
use crate::exchange::person_json;
use crate::office::Office;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Edit {
    /// Mã trong sổ hoặc phần đầu của mã · Record id, or its beginning
    pub id: String,
    /// Chỉ ghi nếu hồ sơ còn ở bản này · Only if the record is still at this revision
    #[arg(long, value_name = "REV")]
    pub base: Option<u64>,
    /// Vẫn ghi, dù mã hoặc số định danh đã có người dùng · Save all the same where a code or an identity number
    /// is somebody's already
    #[arg(long)]
    pub anyway: bool,
    /// In JSON
    #[arg(long)]
    pub json: bool,
}

/// Changes the fields that the JSON names.
pub fn run(session: &Session, args: &Edit) -> Result<(), Failure> {
    let (mut office, id) = session.office_of(&args.id, false)?;
    let before = present(session, &office, id, args.base)?;
    let value = input::json(session)?;
    let applied = |office: &Office| {
        let mut after = before.clone();
        with_context(office, |context| person_json::apply(&mut after, &value, context)).map(|()| after)
    };
    let mut after = applied(&office);
    if after.is_err() {
        // It may name a unit that came since the register was kept.
        office.refresh();
        after = applied(&office);
    }
    let after = after.map_err(|error| {
        let text = format!("{}: {}", error.path, session.lang.field_error(&error.error));
        Failure::Refused(session.lang.refused(text))
    })?;
    let book = |person: &Person| {
        person.unit().and_then(|unit| office.register().unit_by_id(unit)).map(|entry| entry.book)
    };
    if book(&before) != book(&after) {
        return Err(Failure::Refused(session.lang.refused(session.lang.use_move())));
    }
    let answer = Answer { json: args.json, anyway: args.anyway };
    save(session, &mut office, id, &before, &after, answer)
}

/// The record as it is now; with `base`, only if it did not change since.
fn present(session: &Session, office: &Office, id: PersonId, base: Option<u64>) -> Result<Person, Failure> {
    let record = office.record(id).ok_or_else(|| Failure::Refused(session.lang.no_such_person(id)))?;
    if base.is_some_and(|base| base != record.rev) {
        let now = show::record_json(office, id, Day::from(office.today()));
        session.json(&now.unwrap_or_default())?;
        return Err(Failure::Refused(session.lang.changed_since(record.rev)));
    }
    Ok(record.person.clone())
}

/// How a change is answered, and whether a code or number that is somebody's stops it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer {
    pub json: bool,
    pub anyway: bool,
}

/// Saves the difference and says so.
pub fn save(
    session: &Session,
    office: &mut Office,
    id: PersonId,
    before: &Person,
    after: &Person,
    Answer { json, anyway }: Answer,
) -> Result<(), Failure> {
    let edits = crate::domain::Edit::between(id, before, after);
    if (&before.identity_number, &before.code) != (&after.identity_number, &after.code) {
        // Everybody is looked at, whatever was opened.
        office.refresh();
        judge(session, office, after, Some(id), anyway)?;
    }
    let helpers =
        |person: &Person| person.all_helpers().into_iter().map(|(_, helper)| helper).collect::<Vec<_>>();
    let burdened = if helpers(before) == helpers(after) {
        Vec::new()
    } else {
        office.refresh();
        let limit = office.store.catalogue.helped_at_most;
        let found = session.look(office.register().len(), |work| {
            office.register().burdened((id, after), limit, office.today().into(), work)
        })?;
        found
            .into_iter()
            .map(|(name, n)| {
                session.lang.helps_too_many(
                    name,
                    session.lang.count(n),
                    session.lang.count(limit.unwrap_or(n)),
                )
            })
            .collect()
    };
    let (standpoint, rules) = (office.standpoint(after.unit()), office.rules());
    let known = breaches(before, &standpoint);
    let new = breaches(after, &standpoint).into_iter().filter(|breach| !known.contains(breach));
    let odd = problems(before, office.today());
    let odd = problems(after, office.today()).into_iter().filter(|problem| !odd.contains(problem));
    let warnings: Vec<String> = new
        .filter(|breach| breach.waived.is_none())
        .map(|breach| session.lang.breach_whole(&breach, rules))
        .chain(odd.map(|problem| session.lang.problem(problem)))
        .chain(burdened)
        .collect();
    if !edits.is_empty() {
        office.save(edits, Why::Entry).map_err(|error| session.failure(&error))?;
    }
    warnings.iter().for_each(|warning| session.warn(warning));
    if json {
        let rev = office.record(id).map(|record| record.rev);
        let text = session.json_text(&json!({ "id": String::from(id), "rev": rev }))?;
        return session.saved(&id.to_string(), &text);
    }
    session.saved_record(id)
}
