//! `ketnap rules`: which regulations are known, what they say, where they differ; a new one judged
//! and added.

mod named;
mod show;

use named::{book, named};

use super::{Failure, Session, input};
use crate::domain::book::Record;
use crate::domain::due::{Due, dues};
use crate::domain::rule_file;
use crate::domain::rules::RuleSet;
use crate::domain::rules_lint::{Finding, lint};
use crate::domain::text::fold;
use crate::domain::{Day, PersonId, Rulebook};
use crate::office::Office;
use crate::store::{Store, StoreError};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Rules {
    #[command(subcommand)]
    pub what: Option<What>,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum What {
    /// Các quy định đang biết · The rule sets that are known
    List,
    /// Nội dung một quy định, cả phần kế thừa · What a set says, with what it inherits
    Show {
        /// Số, hoặc số@ngày-ký · Number, or number@date-of-signing
        set: String,
    },
    /// So sánh hai quy định · Where two sets differ
    Compare { one: String, other: String },
    /// Kiểm tra một tệp, chưa thêm · Judge a file without adding it
    Check { file: PathBuf },
    /// Thêm một tệp vào sổ theo dõi (người quản trị sổ) · Add a file to the records (the owner)
    Add { file: PathBuf },
    /// Bỏ một quy định riêng của sổ theo dõi (người quản trị sổ) · Take out a set that was added (the owner)
    Remove { set: String },
    /// Áp dụng thêm quy định địa phương (người quản trị sổ) · A local layer that holds here (the owner)
    Use {
        layer: Option<String>,
        /// Thôi áp dụng · No local layer any more
        #[arg(long, conflicts_with = "layer")]
        none: bool,
    },
    /// Rà soát mâu thuẫn giữa các quy định · Contradictions between all sets
    Lint,
}

/// True for what changes nothing and reads no file.
pub(super) fn only_asks(args: &Rules) -> bool {
    matches!(args.what, None | Some(What::List | What::Show { .. } | What::Compare { .. } | What::Lint))
}

/// Runs the subcommand.
pub fn run(session: &Session, args: Rules) -> Result<(), Failure> {
    match args.what.unwrap_or(What::List) {
        What::List => list(session),
        What::Show { set } => {
            let book = book(session)?;
            let set = named(session, &book, &set)?;
            session.print(&show::described(session.lang, set, &book))
        }
        What::Compare { one, other } => show::compare(session, &one, &other),
        What::Check { file } => {
            let (_, book, _) = judged(session, &file)?;
            moved(session, &book)
        }
        What::Add { file } => add(session, &file),
        What::Remove { set } => remove(session, &set),
        What::Use { layer: None, none: false } => list(session),
        What::Use { layer, .. } => use_layer(session, layer.as_deref()),
        What::Lint => lint_all(session),
    }
}

fn list(session: &Session) -> Result<(), Failure> {
    let (book, lang) = (book(session)?, session.lang);
    let mut sets: Vec<&RuleSet> = book.sets().collect();
    sets.sort_by_key(|set| (!set.layer.is_empty(), set.effective, set.number.clone()));
    let columns = [
        lang.pick("Quy định", "Rule set"),
        lang.pick("Hiệu lực", "In force"),
        lang.pick("Phạm vi", "Layer"),
        lang.pick("Tình trạng", "Status"),
        lang.pick("Tên", "Name"),
    ];
    let rows = sets.iter().map(|set| {
        vec![
            set.key().to_string(),
            lang.date(set.effective),
            if set.layer.is_empty() {
                lang.pick("cả nước", "national").to_owned()
            } else {
                set.layer.clone()
            },
            lang.rule_status(set.status).to_owned(),
            lang.name(&set.name).to_owned(),
        ]
    });
    session.print(&crate::render::table::text(&columns.map(|title| (title, false)), rows.collect()))?;
    let layers: Vec<&str> = book.layers().iter().map(String::as_str).collect();
    session.say(&if layers.is_empty() { lang.rule_no_layer() } else { lang.rule_layer(layers.join(", ")) })
}

fn read(session: &Session, file: &Path) -> Result<Vec<u8>, Failure> {
    input::file(session, file, rule_file::MAX)
}

/// Ends a run over a file with something wrong in it, which is drawn first.
fn refused(session: &Session, drawings: &[String]) -> Failure {
    drawings.iter().for_each(|drawing| session.warn_lines(drawing));
    Failure::Refused(session.lang.rule_refused(drawings.len()))
}

/// What is wrong, drawn into the text of the file.
fn drawn(file: &Path, text: &str, at: (usize, usize), message: &str, error: bool) -> String {
    let (line, column) = at;
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let before: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let begin = (start + before).min(text.len());
    let word = text.get(begin..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let level = if error { Level::ERROR } else { Level::WARNING };
    let path = file.display().to_string();
    let snippet =
        Snippet::source(text).path(path).annotation(AnnotationKind::Primary.span(begin..begin + word));
    let report = [level.primary_title(message).element(snippet)];
    Renderer::plain().render(&report)
}

/// Reads a file and judges it with the rules of the store; errors end the run.
fn judged(session: &Session, file: &Path) -> Result<(RuleSet, Rulebook, Vec<u8>), Failure> {
    let lang = session.lang;
    let bytes = read(session, file)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let set = rule_file::read(&bytes).map_err(|error| {
        refused(session, &[drawn(file, &text, (error.line, error.column), &error.message, true)])
    })?;
    let with = match Store::open(&session.store, session.options()) {
        Ok(store) => store.rules_with(&set).map_err(|error| session.failure(&error))?,
        Err(StoreError::NotAStore(_)) => {
            let sets = Rulebook::built_in_sets().map_err(Failure::Damaged)?;
            let layers = Some(set.layer.clone()).filter(|layer| !layer.is_empty());
            let sets = sets.into_iter().chain([set.clone()]);
            Rulebook::new(sets, layers.into_iter().collect(), Default::default()).map_err(|error| {
                let at = rule_file::place_of(&text, "over");
                refused(session, &[drawn(file, &text, at, &error.to_string(), true)])
            })?
        }
        Err(error) => return Err(session.unopened(&error)),
    };
    let found = lint(&set, &with);
    let draw = |finding: &Finding| {
        let at = rule_file::place_of(&text, &finding.word());
        drawn(file, &text, at, &lang.finding(finding), finding.is_error())
    };
    let (wrong, odd): (Vec<&Finding>, Vec<&Finding>) = found.iter().partition(|finding| finding.is_error());
    for finding in &odd {
        session.warn_lines(&draw(finding));
    }
    if !wrong.is_empty() {
        return Err(refused(session, &wrong.into_iter().map(draw).collect::<Vec<_>>()));
    }
    let key = lang.rule_key(&set.key());
    session.say(&match odd.len() {
        0 => lang.rule_sound(key),
        n => lang.rule_worth_a_look(key, n),
    })?;
    Ok((set, with, bytes))
}

/// Open deadlines that move under other rules: `(person, name, before, after)`.
fn shifts(
    office: &Office,
    before: &Rulebook,
    after: &Rulebook,
) -> Vec<(PersonId, String, Option<Day>, Option<Day>)> {
    let by_name = |record: &Record, rules: &Rulebook| -> BTreeMap<(String, u8), Day> {
        let key = |due: &Due| (due.name(rules).to_owned(), due.round);
        dues(record, rules).iter().map(|due| (key(due), due.due)).collect()
    };
    let register = office.register();
    let mut found = Vec::new();
    for id in register.people().filter_map(|row| register.id(row)) {
        let Some(record) = office.record(id) else { continue };
        let (old, new) = (by_name(record, before), by_name(record, after));
        let mut names: Vec<&(String, u8)> = old.keys().chain(new.keys()).collect();
        names.sort_unstable();
        names.dedup();
        for key in names {
            let (before, after) = (old.get(key).copied(), new.get(key).copied());
            if before != after {
                found.push((id, key.0.clone(), before, after));
            }
        }
    }
    found
}

/// Says which open deadlines move.
fn moved(session: &Session, after: &Rulebook) -> Result<(), Failure> {
    if !session.store.join(crate::store::PLATE).exists() {
        return Ok(());
    }
    let office = session.office()?;
    told(session, &office, &shifts(&office, office.rules(), after), after)
}

fn told(
    session: &Session,
    office: &Office,
    shifts: &[(PersonId, String, Option<Day>, Option<Day>)],
    rules: &Rulebook,
) -> Result<(), Failure> {
    let lang = session.lang;
    if shifts.is_empty() {
        return session.say(&lang.rule_moves_none());
    }
    session.say(&lang.rule_moves(shifts.len()))?;
    let date = |day: Option<Day>| {
        let day = day.and_then(Day::date);
        day.map_or("–".to_owned(), |day| lang.date(day.into()))
    };
    for (id, name, before, after) in shifts {
        let row = office.register().row_of(*id);
        let who = row.map_or("", |row| office.register().name(row));
        session.say(&format!(
            "  {who}  {}: {} → {}  {id}",
            lang.clock(name, rules),
            date(*before),
            date(*after)
        ))?;
    }
    Ok(())
}

fn add(session: &Session, file: &Path) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.owner_only(&office.store)?;
    let (set, with, bytes) = judged(session, file)?;
    let shifts = shifts(&office, office.rules(), &with);
    let name = office.store.add_rules(&set, &bytes).map_err(|error| session.failure(&error))?;
    session.saved(&name, &(session.lang.rule_saved(&name) + "\n"))?;
    told(session, &office, &shifts, &with)
}

fn remove(session: &Session, text: &str) -> Result<(), Failure> {
    let mut office = session.office()?;
    session.owner_only(&office.store)?;
    let key = named(session, office.rules(), text)?.key();
    let before = office.rules().clone();
    office.store.remove_rules(&key).map_err(|error| session.failure(&error))?;
    let said = session.lang.rule_removed(session.lang.rule_key(&key)) + "\n";
    session.saved(&key.to_string(), &said)?;
    told(session, &office, &shifts(&office, &before, office.rules()), &before)
}

fn use_layer(session: &Session, layer: Option<&str>) -> Result<(), Failure> {
    let lang = session.lang;
    let mut store = session.open_store()?;
    session.owner_only(&store)?;
    let mut known: Vec<String> =
        store.rules().sets().map(|set| set.layer.clone()).filter(|layer| !layer.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    let chosen = layer.map(|layer| {
        let found = known.iter().find(|name| fold(name) == fold(layer)).cloned();
        found.ok_or_else(|| Failure::Refused(lang.no_such_layer(layer, known.join(", "))))
    });
    let chosen = chosen.transpose()?;
    store.use_layer(chosen.clone()).map_err(|error| session.failure(&error))?;
    // What is wrong with the layer is not hidden by using it.
    for set in store.rules().sets().filter(|set| Some(&set.layer) == chosen.as_ref()) {
        for finding in lint(set, store.rules()).iter().filter(|finding| finding.is_error()) {
            session.warn(&format!("{}: {}", lang.rule_key(&set.key()), lang.finding(finding)));
        }
    }
    let text = chosen.map_or(lang.rule_no_layer(), |layer| lang.rule_layer(layer));
    session.saved("ketnap.ron", &(text + "\n"))
}

fn lint_all(session: &Session) -> Result<(), Failure> {
    let (book, lang) = (book(session)?, session.lang);
    let mut wrong = 0;
    for set in book.sets() {
        for finding in lint(set, &book) {
            wrong += usize::from(finding.is_error());
            session.say(&format!("{}: {}", lang.rule_key(&set.key()), lang.finding(&finding)))?;
        }
    }
    if wrong > 0 { Err(Failure::Refused(lang.rule_contradictions(wrong))) } else { Ok(()) }
}
