//! The form of a class, a ceremony, a review: what it is. Which fields there are hangs on its kind.

use super::{Field, Form, Problems, Subject, by_kind};
use crate::domain::filter::Filter;
use crate::domain::occasion::{Occasion, OccasionField, OccasionKind, Session};
use crate::domain::value::Value;
use crate::domain::{Edit, FieldKind, OccasionId, PersonField, Stage, UnitId};
use crate::exchange::fields::{self, FieldError};
use crate::exchange::filter_json::having;
use crate::ui::effect::{Effect, Task};
use crate::ui::world::World;
use std::collections::BTreeMap;

/// The fields in the order of the form of a kind.
fn in_form(kind: OccasionKind) -> &'static [OccasionField] {
    use OccasionField::*;
    match kind {
        OccasionKind::AwarenessClass | OccasionKind::NewMemberClass => {
            &[Name, Kind, Audience, State, From, Until, Hour, Place, Places, Number, Signed, Unit, Note]
        }
        OccasionKind::Ceremony => {
            &[Name, Kind, Holiday, State, From, Hour, Place, DecidedBy, Number, Signed, Unit, Note]
        }
        OccasionKind::Review => &[Name, Kind, State, From, Until, Number, Signed, Unit, Note],
    }
}

/// What a review looks for.
const CRITERIA: [PersonField; 5] = [
    PersonField::Residence,
    PersonField::Tags,
    PersonField::Occupation,
    PersonField::Education,
    PersonField::IntroducedBy,
];
const SESSIONS: &str = "sessions";

fn fields_of(occasion: &Occasion, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let of = |field: &OccasionField| {
        // What is not said is planned.
        let value = match field {
            OccasionField::State => Some(Value::Text(occasion.state.name().into())),
            field => field.get(occasion),
        };
        by_kind::field(field.name(), lang.occasion_field(*field), field.kind(), value, world)
    };
    let mut fields: Vec<Field> = in_form(occasion.kind).iter().map(of).collect();
    let before_document = fields.iter().position(|field| field.name == OccasionField::Number.name());
    let at = before_document.unwrap_or(fields.len());
    let further = match occasion.kind {
        OccasionKind::AwarenessClass | OccasionKind::NewMemberClass => {
            let days = occasion.sessions.values().map(|session| lang.date(session.date));
            let days = days.collect::<Vec<_>>().join(", ");
            vec![Field::text(SESSIONS, lang.sessions_label(), &days)]
        }
        OccasionKind::Ceremony => Vec::new(),
        OccasionKind::Review => criteria_fields(occasion.criteria.as_ref(), world),
    };
    fields.splice(at..at, further);
    fields
}

fn criteria_fields(criteria: Option<&Filter>, world: &World) -> Vec<Field> {
    let lang = world.lang;
    let day = |day: Option<crate::domain::Date>| day.map_or(String::new(), |day| lang.date(day));
    let mut fields = vec![
        Field::date("born_from", lang.born_from_label(), &day(criteria.and_then(|c| c.born_from))),
        Field::date("born_before", lang.born_before_label(), &day(criteria.and_then(|c| c.born_before))),
    ];
    let enlists = if criteria.is_some_and(|criteria| criteria.enlists) { "yes" } else { "" };
    let yes = [("", "–"), ("yes", lang.pick("có", "yes"))];
    let yes = yes.map(|(code, name)| (code.to_owned(), name.to_owned())).into();
    fields.push(Field::choice("enlists", lang.enlists_label(), yes, enlists));
    // A form asks for one stage and one occasion; further ones are kept, see `take_criteria`.
    let none = || std::iter::once((String::new(), "–".to_owned()));
    let stages = Stage::ALL.map(|stage| (stage.name().to_owned(), lang.stage(stage).to_owned()));
    let stage = criteria.and_then(|criteria| criteria.stages.first()).map_or("", |stage| stage.name());
    fields.push(Field::choice("stages", lang.at_stage_label(), none().chain(stages).collect(), stage));
    let occasions = world.register.occasions().map(|entry| (entry.id.to_string(), entry.occasion.name));
    let occasion = criteria.and_then(|criteria| criteria.occasions.first()).map(ToString::to_string);
    let occasion = occasion.unwrap_or_default();
    let all = none().chain(occasions).collect();
    fields.push(Field::choice("occasions", lang.in_occasion_label(), all, &occasion).keeping(&occasion));
    fields.extend(CRITERIA.map(|field| {
        let values = criteria.and_then(|criteria| criteria.having.get(field.name()));
        // A form asks for one unit; further ones are kept, see `take_criteria`.
        let value = values.and_then(|values| match field.kind() {
            FieldKind::Unit => values.first()?.parse().ok().map(Value::Unit),
            FieldKind::Words(_) => Some(Value::Words(std::borrow::Cow::Borrowed(values))),
            _ => values.first().map(|text| Value::Text(text.as_str().into())),
        });
        by_kind::field(field.name(), world.lang.person_field(field), field.kind(), value, world)
    }));
    fields
}

/// A new occasion of a unit.
pub fn new(unit: UnitId, world: &World) -> Form {
    let occasion = Occasion::new(String::new(), OccasionKind::AwarenessClass, unit);
    Form::new(Subject::NewOccasion { unit }, world.lang.title_new_occasion(), fields_of(&occasion, world))
}

/// What an occasion is.
pub fn edit(id: OccasionId, world: &World) -> Option<Form> {
    let entry = world.register.occasion(id)?;
    let title = world.lang.title_edit(&entry.occasion.name);
    Some(Form::new(Subject::EditOccasion { occasion: id }, title, fields_of(&entry.occasion, world)))
}

/// The form with the fields of the kind that was chosen; what was typed stays.
pub fn rebuild(form: &Form, world: &World) -> Option<Form> {
    let kind = OccasionKind::by_name(form.value(OccasionField::Kind.name()))?;
    let before = match form.subject {
        Subject::NewOccasion { unit } => Occasion::new(String::new(), kind, unit),
        Subject::EditOccasion { occasion } => world.register.occasion(occasion)?.occasion,
        _ => return None,
    };
    let fields = fields_of(&Occasion { kind, ..before }, world);
    let mut rebuilt = Form::new(form.subject.clone(), form.title.clone(), fields);
    rebuilt.fill(&form.values());
    rebuilt.focus = rebuilt.fields.iter().position(|field| field.name == "kind").unwrap_or(0);
    // The choice itself stays as it is, with the letters typed to find it.
    let choice = form.fields.iter().find(|field| field.name == "kind");
    if let (Some(place), Some(choice)) = (rebuilt.fields.get_mut(rebuilt.focus), choice) {
        place.clone_from(choice);
    }
    rebuilt.touched = true;
    Some(rebuilt)
}

fn take<'a>(form: &'a Form, occasion: &mut Occasion, world: &World) -> Result<(), Problems<'a>> {
    let unit = |text: &str| text.parse().map_err(|_| FieldError::NoUnit(text.to_owned()));
    let context = world.context(&unit);
    let mut problems: Problems = Vec::new();
    let there = |name: &str| form.fields.iter().any(|field| field.name == name) && form.is_given(name);
    for field in OccasionField::ALL.into_iter().filter(|field| there(field.name())) {
        let read = fields::read(field.kind(), form.value(field.name()), &context);
        let read = read.and_then(|value| match (field.kind(), value) {
            (FieldKind::Unit, None) => Err(FieldError::Missing),
            (_, None) if field == OccasionField::Kind => Err(FieldError::Missing),
            (_, value) => field.set(occasion, value).map_err(|_| FieldError::NoField),
        });
        if let Err(error) = read {
            problems.push((field.name(), world.lang.field_error(&error)));
        }
    }
    if there(SESSIONS) {
        match take_sessions(form.value(SESSIONS), occasion, &context) {
            Ok(sessions) => occasion.sessions = sessions,
            Err(error) => problems.push((SESSIONS, world.lang.field_error(&error))),
        }
    }
    if occasion.kind == OccasionKind::Review {
        take_criteria(form, occasion, &context).unwrap_or_else(|(name, error)| {
            problems.push((name, world.lang.field_error(&error)));
        });
    }
    if !occasion.has_an_hour() {
        problems.push((OccasionField::Hour.name(), world.lang.no_hour(&occasion.hour)));
    }
    if occasion.until.is_some() && occasion.from.is_none() && occasion.kind.is_class() {
        problems.push((OccasionField::From.name(), world.lang.field_missing()));
    }
    if !occasion.is_in_order() {
        problems.push((OccasionField::Until.name(), world.lang.ends_before_it_begins()));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The sessions on some days; one on a day that was there before keeps what it is about.
fn take_sessions(
    text: &str,
    occasion: &Occasion,
    context: &fields::Context,
) -> Result<BTreeMap<u8, Session>, FieldError> {
    let mut sessions = BTreeMap::new();
    let days = text.split([',', ';']).map(str::trim).filter(|day| !day.is_empty());
    // A day without a year is of the year of the class, where that is one.
    let (from, until) = (occasion.from.map(|date| date.year()), occasion.until.map(|date| date.year()));
    let year = from.filter(|year| until.is_none_or(|until| until == *year));
    for (n, day) in days.enumerate() {
        let whole = year.filter(|_| day.matches(['/', '-', '.']).count() == 1);
        let day = whole.map_or(day.to_owned(), |year| format!("{day}/{year}"));
        let day = day.as_str();
        let number = u8::try_from(n + 1).map_err(|_| FieldError::Number((n + 1).to_string()))?;
        let date = fields::date(day, "until", &context.dates)?.ok_or(FieldError::Missing)?;
        let known = occasion.sessions.get(&number).filter(|known| known.date == date);
        let session = known.cloned().unwrap_or(Session { date, topic: String::new() });
        sessions.insert(number, session);
    }
    Ok(sessions)
}

/// What a form asks of people; what it has no field for stays.
fn take_criteria<'a>(
    form: &'a Form,
    occasion: &mut Occasion,
    context: &fields::Context,
) -> Result<(), (&'a str, FieldError)> {
    let mut filter = occasion.criteria.clone().unwrap_or_default();
    let day = |name: &'static str| {
        fields::date(form.value(name), "born", &context.dates).map_err(|error| (name, error))
    };
    filter.born_from = day("born_from")?;
    filter.born_before = day("born_before")?;
    filter.enlists = form.value("enlists") == "yes";
    if form.is_changed("stages") {
        filter.stages = Stage::by_name(form.value("stages")).into_iter().collect();
    }
    if form.is_changed("occasions") {
        filter.occasions = form.value("occasions").parse().into_iter().collect();
    }
    for field in CRITERIA.into_iter().filter(|field| form.is_given(field.name())) {
        filter.having.remove(field.name());
        having(&mut filter, field, form.value(field.name()), context)
            .map_err(|error| (field.name(), error))?;
    }
    occasion.criteria = Some(filter).filter(|filter| !filter.is_empty());
    Ok(())
}

/// The new occasion.
pub fn read_new<'a>(unit: UnitId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let mut occasion = Occasion::new(String::new(), OccasionKind::AwarenessClass, unit);
    take(form, &mut occasion, world)?;
    Ok(vec![Effect::Do(Task::AddOccasion(Box::new(occasion)))])
}

/// The changed fields of an occasion.
pub fn read_edit<'a>(id: OccasionId, form: &'a Form, world: &World) -> Result<Vec<Effect>, Problems<'a>> {
    let Some(entry) = world.register.occasion(id) else { return Ok(Vec::new()) };
    let mut after = entry.occasion.clone();
    take(form, &mut after, world)?;
    Ok(vec![Effect::Do(Task::Save { edits: Edit::between(id, &entry.occasion, &after) })])
}
