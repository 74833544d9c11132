//! Which place of a record a field of a form writes to, so that the history of just this field can be told.

use super::{Form, Subject, milestone_facts};
use crate::domain::occasion::OccasionPart;
use crate::domain::person::PersonPart;
use crate::domain::unit::UnitPart;
use crate::domain::{Edit, Milestone, OccasionFact, PersonFact};
use crate::exchange::fields::period;
use crate::ui::world::World;

/// True when an edit changed what a field of a form is about.
pub fn changes(form: &Form, field: &str, edit: &Edit, world: &World) -> bool {
    match edit {
        Edit::Person(change) => {
            let Some(part) = change.place().map(PersonFact::part) else { return false };
            // Whoever added the record wrote all of it.
            let is_it = matches!(part, PersonPart::Whole(_));
            is_it || changes_person(form, field, &part, (change.old.as_ref(), change.new.as_ref()), world)
        }
        Edit::Occasion(change) => match change.place().map(OccasionFact::part) {
            Some(OccasionPart::Whole(_)) => true,
            Some(OccasionPart::Field(changed, _)) => changed.name() == field,
            _ => false,
        },
        Edit::Unit(change) => {
            let Some(place) = change.place() else { return false };
            match (place.part(), &form.subject) {
                (UnitPart::Whole(_), _) => true,
                (UnitPart::Field(changed, _), Subject::EditUnit { .. }) => changed.name() == field,
                (UnitPart::Target(of, ..), Subject::Target { .. }) => {
                    field != "members" && period(form.value("period")) == Some(*of)
                }
                (UnitPart::Members(year, _), Subject::Target { .. }) => {
                    field == "members" && year.to_string() == form.value("members_year").trim()
                }
                (UnitPart::Field(..) | UnitPart::Target(..) | UnitPart::Members(..), _) => false,
                (
                    UnitPart::Below(..)
                    | UnitPart::Quota(..)
                    | UnitPart::Officer(..)
                    | UnitPart::Submission(..)
                    | UnitPart::Frozen(..),
                    _,
                ) => false,
            }
        }
    }
}

fn changes_person(
    form: &Form,
    field: &str,
    part: &PersonPart,
    (old, new): (Option<&PersonFact>, Option<&PersonFact>),
    world: &World,
) -> bool {
    match part {
        PersonPart::Whole(_) => true,
        PersonPart::Field(changed, _) => {
            matches!(form.subject, Subject::EditPerson { .. }) && changed.name() == field
        }
        PersonPart::Post(..) => field == "unit" || matches!(form.subject, Subject::MovePerson { .. }),
        PersonPart::Leave(..) => matches!(form.subject, Subject::Leave { .. } | Subject::Return { .. }),
        PersonPart::Enrolment(..) => false,
        PersonPart::Former(_) => matches!(form.subject, Subject::Former { .. }),
        PersonPart::Paper(code, _) => {
            matches!(&form.subject, Subject::Paper { codes, .. } if codes.contains(code))
        }
        PersonPart::Helper(n, _) => {
            matches!(form.subject, Subject::Helper { number: Some(of), .. } if of == **n)
        }
        PersonPart::Waiver(code, _) => {
            matches!(&form.subject, Subject::Waiver { code: of, .. } if of == *code)
        }
        PersonPart::Milestone(kind, round, _) => {
            let here = milestone_facts::place(form, world)
                .is_some_and(|(_, of, at)| (of, at) == (**kind, **round))
                || matches!(form.subject, Subject::SetAside { kind: of, round: at, .. } if (of, at) == (**kind, **round));
            // One step changed the number, and another the note: what a form of either shows tells which.
            let shown = |fact: Option<&PersonFact>| {
                let of = fact.and_then(|fact| match fact.part() {
                    PersonPart::Milestone(_, _, milestone) => Some(milestone),
                    _ => None,
                });
                value(**kind, of?, field, world)
            };
            here && shown(old) != shown(new)
        }
    }
}

/// What a form would show in a field of a milestone.
fn value(
    kind: crate::domain::MilestoneKind,
    milestone: &Milestone,
    field: &str,
    world: &World,
) -> Option<String> {
    let fields = milestone_facts::facts(kind, Some(milestone), world);
    fields.iter().find(|known| known.name == field).map(|known| known.value().to_owned())
}
