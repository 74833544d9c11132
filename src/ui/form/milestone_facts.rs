//! The facts of a milestone in a form: which are asked, where they are written, what was typed.

use super::person::required_date;
use super::{Field, Form, Problems, Subject};
use crate::domain::milestone::{Ask, Asked, Ballot, Vote};
use crate::domain::{Milestone, MilestoneKind, PersonId};
use crate::exchange::fields::{self, FieldError};
use crate::ui::world::World;

/// What is asked about a milestone of a kind.
pub fn facts(kind: MilestoneKind, milestone: Option<&Milestone>, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let date = milestone.map_or(world.today.into(), |milestone| milestone.date);
    let mut list = vec![Field::date("date", lang.field("date"), &lang.date(date))];
    let text = |get: fn(&Milestone) -> &String| milestone.map_or("", |milestone| get(milestone).as_str());
    for ask in kind.asks() {
        let label = lang.ask(*ask);
        match ask {
            Ask::Number => list.push(Field::text("number", label, text(|m| &m.number))),
            Ask::Class => list.push(Field::text("class", label, text(|m| &m.class))),
            Ask::Grade => {
                list.push(Field::suggest("grade", label, text(|m| &m.grade), &world.catalogue.grades))
            }
            Ask::Place => list.push(Field::text("place", label, text(|m| &m.place))),
            Ask::Asked => {
                let kinds = Asked::ALL.map(|asked| (asked.name().to_owned(), lang.asked(asked).to_owned()));
                let asked = milestone.and_then(|m| m.asked).unwrap_or_default();
                list.push(Field::choice("asked", label, kinds.to_vec(), asked.name()));
            }
            Ask::Expiry => {
                let expiry = milestone.and_then(|m| m.expiry).map_or(String::new(), |date| lang.date(date));
                list.push(Field::date("expiry", label, &expiry));
            }
            Ask::Helpers => {
                let helpers = milestone.map_or(String::new(), |m| m.helpers.join(", "));
                list.push(Field::text("helpers", label, &helpers));
            }
            Ask::Vote => {
                let vote = milestone.and_then(|m| m.vote);
                let mut count = |name: &'static str, count: Option<u16>| {
                    let text = count.map_or(String::new(), |count| count.to_string());
                    list.push(Field::number(name, lang.field(name), &text));
                };
                count("summoned", vote.map(|vote| vote.summoned));
                count("present", vote.map(|vote| vote.present));
                count("for", vote.map(|vote| vote.in_favour));
                count("against", vote.map(|vote| vote.against));
                count("blank", vote.map(|vote| vote.blank).filter(|n| *n > 0));
            }
        }
    }
    list.push(Field::text("note", lang.field("note"), text(|m| &m.note)));
    // A committee that decides is counted whole.
    let decides = matches!(kind, MilestoneKind::Decision | MilestoneKind::OfficialDecision);
    if kind.asks().contains(&Ask::Vote) && !decides {
        list.extend(whole_body(milestone.and_then(|m| m.vote), world));
    }
    list
}

/// How those summoned are counted, where the resolution says so: nobody has to fill it in.
fn whole_body(vote: Option<Vote>, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let mut ballots = vec![(String::new(), "–".to_owned())];
    ballots.extend(Ballot::ALL.map(|ballot| (ballot.name().to_owned(), lang.ballot(ballot).to_owned())));
    let ballot = vote.and_then(|vote| vote.ballot).map_or("", Ballot::name);
    let mut list = vec![Field::choice("ballot", lang.field("ballot"), ballots, ballot)];
    let vote = vote.unwrap_or_default();
    let parts =
        [("away", Some(vote.away)), ("exempted", Some(vote.exempted)), ("suspended", Some(vote.suspended))];
    for (name, count) in [("official", vote.official)].into_iter().chain(parts) {
        let text = count.filter(|n| *n > 0).map_or(String::new(), |n| n.to_string());
        list.push(Field::number(name, lang.field(name), &text));
    }
    list
}

/// Person, kind and round that a form about a milestone writes to.
pub fn place(form: &Form, world: &World) -> Option<(PersonId, MilestoneKind, u8)> {
    match form.subject {
        Subject::NewMilestone { person } => {
            let kind = MilestoneKind::by_name(form.value("milestone"))?;
            Some((person, kind, world.records.record(person)?.person.open_round(kind)?))
        }
        Subject::Milestone { person, kind, round } | Subject::Round { person, kind, round } => {
            Some((person, kind, round))
        }
        Subject::Letter { person } => {
            let kind = MilestoneKind::VerificationAsked;
            Some((person, kind, world.records.record(person)?.person.next_round(kind)?))
        }
        _ => None,
    }
}

/// The milestone as far as it can be read from what is typed.
pub fn typed(
    form: &Form,
    kind: MilestoneKind,
    before: Option<&Milestone>,
    world: &World,
) -> Option<Milestone> {
    if let Ok(milestone) = read_facts(form, kind, before, world) {
        return Some(milestone);
    }
    required_date(form, "date", world).ok().map(Milestone::on)
}

/// The milestone of a filled form, over the one that was there.
///
/// # Errors
/// What is wrong, by field.
pub fn read_facts<'a>(
    form: &'a Form,
    kind: MilestoneKind,
    before: Option<&Milestone>,
    world: &World,
) -> Result<Milestone, Problems<'a>> {
    let date = required_date(form, "date", world)?;
    let mut milestone = before.cloned().unwrap_or(Milestone::on(date));
    milestone.date = date;
    let mut problems: Problems = Vec::new();
    // What the form does not ask stays as it was.
    let mut vote = milestone.vote.unwrap_or_default();
    let mut voted = false;
    for field in &form.fields {
        let value = field.value();
        let result: Result<(), FieldError> = (|| {
            match field.name {
                "number" => milestone.number = fields::text(value)?,
                "class" => milestone.class = fields::text(value)?,
                "grade" => milestone.grade = fields::text(value)?,
                "place" => milestone.place = fields::text(value)?,
                "note" => milestone.note = fields::text(value)?,
                "expiry" => milestone.expiry = fields::date(value, field.name, &world.dates())?,
                "helpers" => milestone.helpers = fields::list(value)?,
                "asked" => milestone.asked = Asked::by_name(value),
                "ballot" => {
                    vote.ballot = Ballot::by_name(value);
                    voted |= vote.ballot.is_some();
                }
                "summoned" | "present" | "for" | "against" | "blank" | "official" | "away" | "exempted"
                | "suspended" => {
                    let count = fields::count(value)?;
                    voted |= count.is_some();
                    let count = u16::try_from(count.unwrap_or(0));
                    let count = count.map_err(|_| FieldError::Number(value.to_owned()))?;
                    match field.name {
                        "summoned" => vote.summoned = count,
                        "present" => vote.present = count,
                        "for" => vote.in_favour = count,
                        "against" => vote.against = count,
                        "blank" => vote.blank = count,
                        "official" => vote.official = Some(count).filter(|n| *n > 0),
                        "away" => vote.away = count,
                        "exempted" => vote.exempted = count,
                        _ => vote.suspended = count,
                    }
                }
                _ => {}
            }
            Ok(())
        })();
        if let Err(error) = result {
            problems.push((field.name, world.lang.field_error(&error)));
        }
    }
    if kind.asks().contains(&Ask::Vote) {
        milestone.vote = voted.then_some(vote);
    }
    if voted && !vote.adds_up() {
        problems.push(("present", world.lang.vote_does_not_add_up(world.lang.milestone(kind))));
    }
    if problems.is_empty() { Ok(milestone) } else { Err(problems) }
}
