//! A person as JSON, in and out. The same field and milestone names as everywhere.

use super::dossier_json;
use super::fields::{self, Context, FieldError, Wanted};
use super::json_error::JsonError;
use crate::domain::milestone::{AsideReason, Asked, Ballot, Milestone, MilestoneKind, SetAside, Vote};
use crate::domain::person::{Leave, LeaveReason, Post};
use crate::domain::value::{Value as FieldValue, joined};
use crate::domain::{FieldKind, Person, PersonField, UnitId};
use serde_json::{Map, Value, json};

fn at(path: &str) -> impl Fn(FieldError) -> JsonError + '_ {
    move |error| JsonError { path: path.to_owned(), error }
}

/// Reads a new person. Only `name` and `unit` are required; `unit_default` stands in for a
/// missing `unit`.
pub fn read_new(value: &Value, context: &Context, unit_default: Option<UnitId>) -> Result<Person, JsonError> {
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at("person"))?;
    for (field, required) in [("name", true), ("unit", unit_default.is_none())] {
        if required && !object.contains_key(field) {
            return Err(at(field)(FieldError::Missing));
        }
    }
    let placeholder = unit_default.unwrap_or(UnitId::from_bits(0));
    let mut person = Person::new(String::new(), placeholder);
    apply(&mut person, value, context)?;
    Ok(person)
}

/// Puts the fields of a JSON object into a record; `null` empties a field.
pub fn apply(person: &mut Person, value: &Value, context: &Context) -> Result<(), JsonError> {
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at("person"))?;
    for (field, value) in object {
        match field.as_str() {
            "milestones" => {
                let all =
                    value.as_object().ok_or(FieldError::WrongType(Wanted::Object)).map_err(at(field))?;
                for (name, facts) in all {
                    let path = format!("milestones.{name}");
                    let kind = MilestoneKind::by_name(name).ok_or(FieldError::NoField).map_err(at(&path))?;
                    apply_milestone(person, kind, facts, context, &path)?;
                }
            }
            "leaves" => apply_leaves(person, value, context)?,
            _ if value.is_array() && takes_words(field) => {
                let words = strings(value).map_err(at(field))?;
                fields::set(person, field, &joined(words.iter().map(String::as_str), ";"), context)
                    .map_err(at(field))?;
            }
            // What `show` prints besides the record itself may be handed back unchanged.
            "id" | "rev" | "stage" | "official_from" | "unit_name" | "posts" | "earlier_rounds" | "next"
            | "blocks" | "enrolments" | "earliest" | "breaches" | "due" | "hurdle" | "party_age_from" => {}
            "papers" | "helpers" | "waivers" | "former" => dossier_json::apply(person, field, value)?,
            _ => {
                let text = scalar(value).map_err(at(field))?;
                fields::set(person, field, &text, context).map_err(at(field))?;
            }
        }
    }
    Ok(())
}

fn takes_words(field: &str) -> bool {
    let kind = PersonField::by_name(field).map(PersonField::kind);
    matches!(kind, Some(FieldKind::Words(_) | FieldKind::Codes(_) | FieldKind::Cases))
}

fn scalar(value: &Value) -> Result<String, FieldError> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(FieldError::WrongType(Wanted::Text)),
    }
}

fn strings(value: &Value) -> Result<Vec<String>, FieldError> {
    let items = value.as_array().ok_or(FieldError::WrongType(Wanted::List))?;
    items
        .iter()
        .map(|item| item.as_str().map(str::to_owned).ok_or(FieldError::WrongType(Wanted::Text)))
        .collect()
}

/// Puts a milestone into the record: `null` removes the current round; an object changes what it
/// names; a text is its date.
fn apply_milestone(
    person: &mut Person,
    kind: MilestoneKind,
    value: &Value,
    context: &Context,
    path: &str,
) -> Result<(), JsonError> {
    if value.is_null() {
        if let Some((round, _)) = person.current(kind) {
            person.milestones.remove(&(kind, round));
        }
        return Ok(());
    }
    let given = value.get("round").and_then(Value::as_u64).and_then(|round| u8::try_from(round).ok());
    let round = given.filter(|round| *round > 0).or_else(|| person.open_round(kind));
    let round = round.ok_or(FieldError::NoField).map_err(at(path))?;
    let before = person.milestones.get(&(kind, round)).cloned();
    let milestone = read_milestone(before, value, context, path)?;
    person.milestones.insert((kind, round), milestone);
    Ok(())
}

/// Reads a milestone, over `before` where there is one.
pub fn read_milestone(
    before: Option<Milestone>,
    value: &Value,
    context: &Context,
    path: &str,
) -> Result<Milestone, JsonError> {
    let date_at = format!("{path}.date");
    let date = |value: &Value| {
        let text = scalar(value).map_err(at(&date_at))?;
        fields::date(&text, "date", &context.dates).map_err(at(&date_at))
    };
    let object = match value {
        Value::Object(object) => object.clone(),
        other => Map::from_iter([("date".to_owned(), other.clone())]),
    };
    let given = match object.get("date") {
        Some(value) => date(value)?,
        None => before.as_ref().map(|milestone| milestone.date),
    };
    let day = given.ok_or(FieldError::Missing).map_err(at(&date_at))?;
    let mut milestone = before.unwrap_or(Milestone::on(day));
    milestone.date = day;
    for (field, value) in &object {
        let path = format!("{path}.{field}");
        let wrong = at(&path);
        let text = || scalar(value).and_then(|text| fields::text(&text));
        match field.as_str() {
            "date" => {}
            "number" => milestone.number = text().map_err(wrong)?,
            "class" => milestone.class = text().map_err(wrong)?,
            "grade" => milestone.grade = text().map_err(wrong)?,
            "place" => milestone.place = text().map_err(wrong)?,
            "note" => milestone.note = text().map_err(wrong)?,
            "expiry" => {
                let text = scalar(value).map_err(&wrong)?;
                milestone.expiry = fields::date(&text, field, &context.dates).map_err(wrong)?;
            }
            "helpers" => {
                let names = if value.is_array() {
                    strings(value).map_err(&wrong)?.join(",")
                } else {
                    scalar(value).map_err(&wrong)?
                };
                milestone.helpers = fields::list(&names).map_err(wrong)?;
            }
            "asked" => milestone.asked = read_asked(&text().map_err(&wrong)?).map_err(wrong)?,
            "vote" if value.is_null() => milestone.vote = None,
            "vote" => milestone.vote = Some(read_vote(value).map_err(wrong)?),
            "set_aside" if value.is_null() => milestone.set_aside = None,
            "set_aside" => milestone.set_aside = Some(read_aside(value, context, &path)?),
            "round" => {}
            _ => return Err(wrong(FieldError::NoField)),
        }
    }
    Ok(milestone)
}

fn read_vote(value: &Value) -> Result<Vote, FieldError> {
    let object = value.as_object().ok_or(FieldError::WrongType(Wanted::Object))?;
    let mut vote = Vote::default();
    for (field, value) in object {
        if field == "ballot" {
            let name = value.as_str().unwrap_or_default();
            vote.ballot = Ballot::by_name(name);
            if vote.ballot.is_none() && !value.is_null() {
                return Err(FieldError::NotOneOf(name.to_owned(), Ballot::ALL.map(Ballot::name).join(", ")));
            }
            continue;
        }
        let number = value.as_u64().and_then(|n| u16::try_from(n).ok());
        let number = number.ok_or_else(|| FieldError::Number(value.to_string()))?;
        match field.as_str() {
            "summoned" => vote.summoned = number,
            "present" => vote.present = number,
            "for" => vote.in_favour = number,
            "against" => vote.against = number,
            "blank" => vote.blank = number,
            "official" => vote.official = Some(number),
            "away" => vote.away = number,
            "exempted" => vote.exempted = number,
            "suspended" => vote.suspended = number,
            _ => return Err(FieldError::NoField),
        }
    }
    Ok(vote)
}

fn read_asked(name: &str) -> Result<Option<Asked>, FieldError> {
    let known = Asked::by_name(name);
    if known.is_none() && !name.is_empty() {
        return Err(FieldError::NotOneOf(name.to_owned(), Asked::ALL.map(Asked::name).join(", ")));
    }
    Ok(known)
}

fn read_aside(value: &Value, context: &Context, path: &str) -> Result<SetAside, JsonError> {
    let field = |name: &str| scalar(value.get(name).unwrap_or(&Value::Null)).map_err(at(path));
    let reason = field("reason")?;
    let known = AsideReason::ALL.into_iter().find(|known| known.name() == reason);
    let reason = known.ok_or_else(|| {
        let names = AsideReason::ALL.map(AsideReason::name).join(", ");
        at(path)(FieldError::NotOneOf(reason.clone(), names))
    })?;
    let date = fields::date(&field("date")?, "date", &context.dates).map_err(at(path))?;
    let note = fields::text(&field("note")?).map_err(at(path))?;
    Ok(SetAside { date: date.unwrap_or(context.dates.today.into()), reason, note })
}

fn apply_leaves(person: &mut Person, value: &Value, context: &Context) -> Result<(), JsonError> {
    let items = value.as_array().ok_or(FieldError::WrongType(Wanted::List)).map_err(at("leaves"))?;
    person.leaves.clear();
    for (n, item) in items.iter().enumerate() {
        let path = format!("leaves.{n}");
        let field = |name: &str| scalar(item.get(name).unwrap_or(&Value::Null)).map_err(at(&path));
        let reason = field("reason")?;
        let reason = LeaveReason::by_name(&reason).ok_or_else(|| {
            at(&path)(FieldError::NotOneOf(
                reason.clone(),
                LeaveReason::ALL.map(LeaveReason::name).join(", "),
            ))
        })?;
        let date = fields::date(&field("date")?, "date", &context.dates).map_err(at(&path))?;
        let leave = Leave {
            date: date.ok_or(FieldError::Missing).map_err(at(&path))?,
            reason,
            number: fields::text(&field("number")?).map_err(at(&path))?,
            note: fields::text(&field("note")?).map_err(at(&path))?,
            back: fields::date(&field("back")?, "back", &context.dates).map_err(at(&path))?,
        };
        let key = u8::try_from(n + 1).map_err(|_| at(&path)(FieldError::Number(n.to_string())))?;
        person.leaves.insert(key, leave);
    }
    Ok(())
}

/// A person's record as JSON; empty fields are left out.
pub fn write(person: &Person) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty =
            value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            out.insert(name.to_owned(), value);
        }
    };
    for field in PersonField::ALL {
        put(field.name(), field.get(person).map_or(Value::Null, of_field));
        if field == PersonField::Name {
            put("unit", json!(person.unit().map(String::from)));
        }
    }
    for (name, value) in dossier_json::write(person) {
        put(name, value);
    }
    let enrolments = person.enrolments.iter().map(|(occasion, enrolment)| {
        json!({ "occasion": occasion.to_string(), "name": enrolment.notice.name,
            "kind": enrolment.notice.kind.name(), "held_by": enrolment.notice.held_by,
            "from": enrolment.notice.from.map(|day| day.to_string()), "state": enrolment.state.name(),
            "order": enrolment.order, "sessions": enrolment.sessions, "reason": enrolment.reason,
            "note": enrolment.note })
    });
    put("enrolments", Value::Array(enrolments.collect()));
    let posts: Vec<Value> = person.posts.values().map(write_post).collect();
    if posts.len() > 1 {
        put("posts", Value::Array(posts));
    }
    let mut milestones = Map::new();
    let mut history = Vec::new();
    for ((kind, round), milestone) in &person.milestones {
        let mut value = write_milestone(milestone);
        if person.current(*kind).is_some_and(|(current, _)| current == *round) {
            // An answer goes by its letter: which one it was must not be guessed when it is read back.
            if *round > 1 || person.verifications().count() > 1 {
                value.insert("round".to_owned(), json!(round));
            }
            milestones.insert(kind.name().to_owned(), Value::Object(value));
        } else {
            value.insert("milestone".to_owned(), json!(kind.name()));
            value.insert("round".to_owned(), json!(round));
            history.push(Value::Object(value));
        }
    }
    out.insert("milestones".to_owned(), Value::Object(milestones));
    if !history.is_empty() {
        out.insert("earlier_rounds".to_owned(), Value::Array(history));
    }
    if !person.leaves.is_empty() {
        out.insert("leaves".to_owned(), person.leaves.values().map(write_leave).collect());
    }
    out
}

fn of_field(value: FieldValue) -> Value {
    match value {
        FieldValue::Words(words) => json!(words),
        FieldValue::Number(number) => json!(number),
        text @ (FieldValue::Text(_) | FieldValue::Day(_) | FieldValue::Sex(_) | FieldValue::Unit(_)) => {
            json!(text.written())
        }
    }
}

fn write_post(post: &Post) -> Value {
    json!({
        "unit": String::from(post.unit), "from": post.from.map(String::from), "situation": post.situation,
    })
}

fn write_vote(vote: &Vote) -> Value {
    let mut out = Map::new();
    let counts = [
        ("summoned", vote.summoned),
        ("present", vote.present),
        ("for", vote.in_favour),
        ("against", vote.against),
        ("blank", vote.blank),
    ];
    out.extend(counts.map(|(name, n)| (name.to_owned(), json!(n))));
    let all = [("official", vote.official.unwrap_or(0)), ("away", vote.away)];
    let all = all.into_iter().chain([("exempted", vote.exempted), ("suspended", vote.suspended)]);
    out.extend(all.filter(|(_, n)| *n > 0).map(|(name, n)| (name.to_owned(), json!(n))));
    out.extend(vote.ballot.map(|ballot| ("ballot".to_owned(), json!(ballot.name()))));
    Value::Object(out)
}

fn write_leave(leave: &Leave) -> Value {
    json!({
        "reason": leave.reason.name(), "date": String::from(leave.date), "number": leave.number,
        "note": leave.note, "back": leave.back.map(String::from),
    })
}

fn write_milestone(milestone: &Milestone) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("date".to_owned(), json!(String::from(milestone.date)));
    for (name, text) in [
        ("number", &milestone.number),
        ("class", &milestone.class),
        ("grade", &milestone.grade),
        ("place", &milestone.place),
        ("note", &milestone.note),
    ] {
        if !text.is_empty() {
            out.insert(name.to_owned(), json!(text));
        }
    }
    if let Some(expiry) = milestone.expiry {
        out.insert("expiry".to_owned(), json!(String::from(expiry)));
    }
    if let Some(asked) = milestone.asked {
        out.insert("asked".to_owned(), json!(asked.name()));
    }
    if !milestone.helpers.is_empty() {
        out.insert("helpers".to_owned(), json!(milestone.helpers));
    }
    if let Some(vote) = milestone.vote {
        out.insert("vote".to_owned(), write_vote(&vote));
    }
    if let Some(aside) = &milestone.set_aside {
        let mut value = json!({ "date": String::from(aside.date), "reason": aside.reason.name() });
        if let Some(object) = value.as_object_mut().filter(|_| !aside.note.is_empty()) {
            object.insert("note".to_owned(), json!(aside.note));
        }
        out.insert("set_aside".to_owned(), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_reader::DateReader;
    use crate::query::Register;

    fn context() -> Context<'static> {
        static RULES: std::sync::OnceLock<crate::domain::Rulebook> = std::sync::OnceLock::new();
        static REGISTER: std::sync::OnceLock<Register> = std::sync::OnceLock::new();
        static CATALOGUE: std::sync::OnceLock<crate::domain::Catalogue> = std::sync::OnceLock::new();
        Context {
            dates: DateReader::written(chrono::NaiveDate::from_ymd_opt(2023, 7, 31).unwrap()),
            catalogue: CATALOGUE.get_or_init(|| crate::domain::Catalogue::built_in().unwrap()),
            unit: &|text| match text {
                "u1" => Ok(UnitId::from_bits(1)),
                _ => text.parse().map_err(|_| FieldError::NoUnit(text.to_owned())),
            },
            register: REGISTER.get_or_init(Register::default),
            rules: RULES.get_or_init(|| crate::domain::Rulebook::built_in(Default::default()).unwrap()),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let value = json!({
            "name": "Lê Mẫu Ánh", "unit": "u1", "born": "2004-03", "sex": "female", "tags": ["đoàn viên"],
            "identity_number": "012345678901", "milestones": {
                "identified": "2023-01-05",
                "sympathiser": {"date": "2023-02", "number": "1-NQ/CB", "helpers": ["A Mẫu", "B Mẫu"]},
                "certificate": {"date": "2023-05-19", "grade": "Giỏi", "expiry": "2028-05-19"},
                "cell_resolution": {"date": "2023-07-01",
                    "vote": {"summoned": 20, "present": 19, "for": 18, "against": 1, "blank": 0,
                        "official": 22, "away": 1, "exempted": 1, "ballot": "secret"}},
                "verification_asked": {"date": "2023-06-01", "asked": "police", "place": "Công an"}
            },
            "enlists": "2024-02-20", "cases": ["hoa", "religion"],
            "papers": {"cv": {"state": "to_amend", "date": "2023-06-02", "place": "tủ 3", "note": "thiếu dấu"}},
            "helpers": [{"name": "A Mẫu", "role": "both", "official": true, "together_since": "2021",
                "from": "2023-02-01", "comments": ["2023-05-01"]}],
            "waivers": {"age_max": {"date": "2023-06-01", "reason": "vùng cao", "number": "1-CV/TU"}},
            "former": {"left": "2015-01-01", "why": "hardship"}
        });
        let person = read_new(&value, &context(), None).unwrap();
        let again = read_new(&Value::Object(write(&person)), &context(), None).unwrap();
        assert_eq!(again, person);
        assert_eq!(person.identity_number, "012345678901");
    }

    #[test]
    fn an_answer_that_is_read_back_stays_the_answer_to_its_letter() {
        let start = json!({"name": "A", "unit": "u1", "milestones": {"verification_asked": "2023-05-01"}});
        let mut person = read_new(&start, &context(), None).unwrap();
        let letter = Milestone::on("2023-05-02".parse().unwrap());
        person.milestones.insert((MilestoneKind::VerificationAsked, 2), letter);
        let answer = json!({"milestones": {"verification_answered": "2023-05-20"}});
        apply(&mut person, &answer, &context()).unwrap();
        let before = person.clone();
        assert!(person.milestones.contains_key(&(MilestoneKind::VerificationAnswered, 1)));
        apply(&mut person, &Value::Object(write(&before)), &context()).unwrap();
        assert_eq!(person, before);
        apply(&mut person, &answer, &context()).unwrap();
        assert!(person.milestones.contains_key(&(MilestoneKind::VerificationAnswered, 2)));
    }

    #[test]
    fn wrong_values_are_named_by_their_path() {
        let read = |value: Value| read_new(&value, &context(), None).map_err(|e| e.to_string()).unwrap_err();
        assert_eq!(read(json!({"unit": "u1"})), "name: must not be empty");
        assert_eq!(read(json!({"name": "A"})), "unit: must not be empty");
        assert_eq!(read(json!({"name": "A", "unit": "zzz"})), "unit: unknown unit: zzz");
        assert_eq!(
            read(json!({"name": "A", "unit": "u1", "born": "31/2/2000"})),
            "born: no such day: 31/2/2000"
        );
        assert_eq!(read(json!({"name": "A", "unit": "u1", "father": "B"})), "father: unknown field");
        assert_eq!(
            read(json!({"name": "A", "unit": "u1", "milestones": {"ceremony": {}}})),
            "milestones.ceremony.date: must not be empty"
        );
        assert_eq!(
            read(json!({"name": "A", "unit": "u1", "milestones": {"party": "2020"}})),
            "milestones.party: unknown field"
        );
        assert!(read(json!({"name": "A\u{202e}B", "unit": "u1"})).starts_with("name: character U+202E"));
        assert_eq!(read(json!([1])), "person: wrong type, expected Object");
    }

    #[test]
    fn null_empties_a_field_and_removes_a_milestone() {
        let start =
            json!({"name": "A", "unit": "u1", "occupation": "x", "milestones": {"ceremony": "2023-01-01"}});
        let mut person = read_new(&start, &context(), None).unwrap();
        apply(&mut person, &json!({"occupation": null, "milestones": {"ceremony": null}}), &context())
            .unwrap();
        assert!(person.occupation.is_empty() && person.milestones.is_empty());
    }
}
