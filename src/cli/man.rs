//! `ketnap man` and `ketnap completions`, both made from the one definition of the command line.

use super::{Failure, Session};
use crate::domain::EnrolmentState;
use crate::domain::dossier::PaperState;
use crate::domain::occasion::{OccasionField, OccasionKind, OccasionState};
use crate::domain::rules::Holder;
use crate::domain::{FieldKind, MilestoneKind, PersonField, Stage};
use crate::exchange::parquet::{ColumnOf, TABLES};
use crate::query::Flow;
use crate::query::due::Urgency;
use crate::query::report::{Name, request};

/// Prints the man page.
pub fn run(session: &Session, command: &clap::Command) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Io(error.to_string());
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render(&mut page).map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = sub.get_name().to_owned();
        page.extend(format!(".SH \"KETNAP {}\"\n", name.to_uppercase()).bytes());
        let man = clap_mangen::Man::new(sub.clone().bin_name(format!("ketnap {name}")));
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_description_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    page.extend(formats().bytes());
    session.print(&String::from_utf8_lossy(&page))
}

/// The section on JSON, CSV and exit codes.
fn formats() -> String {
    let milestones = MilestoneKind::ALL.map(MilestoneKind::name).join(", ");
    let stages = Stage::ALL.map(Stage::name).join(", ");
    let states = PaperState::ALL.map(PaperState::name).join(", ");
    let holders = Holder::ALL.map(Holder::name).join(", ");
    let urgencies = Urgency::ALL.map(Urgency::name).join(", ");
    let columns = |columns: &[ColumnOf]| columns.iter().map(|column| column.0).collect::<Vec<_>>().join(", ");
    let tables = TABLES.map(|(table, of)| format!("{table}: {}", columns(of))).join("; ");
    let reports =
        Name::ALL.map(|name| format!("{}: {}", name.code(), request::columns(name).join(", "))).join("; ");
    let fields =
        PersonField::ALL.map(|field| format!("{}{}", field.name(), form_of(field.kind()))).join(", ");
    let occasion = OccasionField::ALL.map(OccasionField::name).join(", ");
    let kinds = OccasionKind::ALL.map(OccasionKind::name).join(", ");
    let held = OccasionState::ALL.map(OccasionState::name).join(", ");
    let enrolled = EnrolmentState::ALL.map(EnrolmentState::name).join(", ");
    let flows = Flow::ALL.map(Flow::name).join(", ");
    format!(
        ".SH \"JSON AND CSV\"\n\
Milestones, everywhere the same: {milestones}.\n.PP\n\
Stages: {stages}. Flows: {flows}.\n.PP\n\
A person, for add and edit: unit, {fields}, milestones {{name: {{date, number, \
class, grade, expiry, place, asked (home|police|abroad), helpers, vote {{summoned, present, for, against, blank, \
official, away, exempted, suspended, ballot (secret|card)}}, note, set_aside {{date, reason, note}}}}}}, \
leaves [{{reason, date, number, note, back}}], papers {{code: {{state, date, place, note}}}}, helpers [{{name, role, \
official, together_since, from, until, replacement, number, comments}}], waivers {{code: {{date, reason, number, by, \
until}}}}, former {{left, why, decision, cleared, readmitted}}; states of papers: {states}. Only name and unit are required; null empties a field.\n.PP\n\
show and list give the record with id, rev, name, unit, unit_name, stage (null for a person no longer followed), official_from, \
milestones, and earlier_rounds where there are any; next, hurdle, blocks, earliest, breaches {{code, clause, rule_set, \
waived}}, party_age_from, due.\n.PP\n\
A report in JSON is an array of objects, null where something is not known; in CSV the same columns, a dot in a name \
as an underscore. {reports}.\n.PP\n\
progress: parents before children, percent with two decimals. due: the most urgent first, holder one of {holders}, \
days negative when late, urgency one of {urgencies}, alarm 90, 60, 30, 15, 7 or null. list in JSON: the whole records, as \
show.\n.PP\n\
Parquet: people and milestones lie in folders upper=UNIT/year=YYYY, which are columns too (the unit below the top, the \
year in which following began or the milestone fell); units and targets are one file each. {tables}. name and born only \
with --names; columns.csv beside them says what every column is.\n.PP\n\
An occasion (a class, a ceremony, a review), for occasion add and edit: {occasion}, sessions [{{date, topic}}], criteria \
{{born_from, born_before, enlists, stages, and fields that many people share with a value or a list}}; kinds: {kinds}; states: \
{held}; name, kind and unit are required. How people stand in one: {enrolled}.\n.PP\n\
A committee member in charge, for officer add and edit: name, office, from, until, quota, cells [unit], organisations [code], \
account; name is required.\n.PP\n\
CSV of units: code, parent_code, kind, sector, name, order, aliases, flags, members_YEAR, target_YEAR. CSV of people: \
the fields above, one column per milestone date (certificate) and number (certificate_number), exit, exit_date.\n\
.SH \"EXIT STATUS\"\n\
0 done; 1 refused by a rule or not found; 2 wrong usage; 3 damaged store; 4 busy or input/output error.\n"
    )
}

/// What a field takes, where that is not just text.
fn form_of(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Day(_) => " (YYYY\\-MM\\-DD, YYYY\\-MM or YYYY)",
        FieldKind::Sex => " (female|male)",
        FieldKind::Words(_) | FieldKind::Codes(_) | FieldKind::Cases => " (list)",
        FieldKind::Coded(_) => " (code)",
        FieldKind::Unit => " (unit)",
        FieldKind::Number => " (number)",
        FieldKind::Name | FieldKind::Text | FieldKind::Listed(_) | FieldKind::IdentityNumber => "",
    }
}

/// Prints the completions for a shell.
pub fn completions(
    session: &Session,
    shell: clap_complete::Shell,
    command: &mut clap::Command,
) -> Result<(), Failure> {
    let mut out = Vec::new();
    clap_complete::generate(shell, command, "ketnap", &mut out);
    session.print(&String::from_utf8_lossy(&out))
}
