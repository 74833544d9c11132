//! What a report reads of a record, and how that is kept for everybody: a small line of text each, where the books
//! would be ten times as large.
//!
//! A further item requires: 1 a variant here with its place in [`items`]; the compiler names the rest.

use crate::domain::milestone::MilestoneKind;
use crate::domain::person::Person;
use crate::domain::value::Value;
use crate::domain::{Day, PersonField};
use std::borrow::Cow;
use std::fmt::{Display, Write};

/// One thing that a report reads of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Field(PersonField),
    /// Why and since when somebody is no longer followed.
    Exit,
    ExitDate,
    /// The day of a milestone, and the number of its document.
    Day(MilestoneKind),
    Number(MilestoneKind),
}

/// All of them in the order of CSV, but what the register knows: name and birth.
pub fn items() -> impl Iterator<Item = Item> {
    let known = |field: &PersonField| matches!(field, PersonField::Name | PersonField::Born);
    let fields = PersonField::ALL.into_iter().filter(move |field| !known(field)).map(Item::Field);
    let milestones = MilestoneKind::ALL.into_iter().flat_map(|kind| [Item::Day(kind), Item::Number(kind)]);
    fields.chain([Item::Exit, Item::ExitDate]).chain(milestones)
}

impl Item {
    /// Its name in JSON and CSV.
    pub fn code(self) -> Cow<'static, str> {
        match self {
            Item::Field(field) => field.name().into(),
            Item::Exit => "exit".into(),
            Item::ExitDate => "exit_date".into(),
            Item::Day(kind) => kind.name().into(),
            Item::Number(kind) => format!("{}_number", kind.name()).into(),
        }
    }

    /// The field, where it is one.
    pub fn field(self) -> Option<PersonField> {
        match self {
            Item::Field(field) => Some(field),
            Item::Exit | Item::ExitDate | Item::Day(_) | Item::Number(_) => None,
        }
    }

    /// What stands there on a day, as CSV has it, at the end of a text; of a day that is over only the steps that were
    /// made by then.
    fn write(self, person: &Person, (day, is_over): (Day, bool), line: &mut String) {
        let current = |kind| match is_over {
            true => person.current_on(kind, day),
            false => person.current(kind),
        };
        let mut put = |text: &str| match text.contains(BETWEEN) {
            true => line.push_str(&text.replace(BETWEEN, " ")),
            false => line.push_str(text),
        };
        fn shown(value: impl Display, line: &mut String) {
            // A string takes whatever is written.
            let _ = write!(line, "{value}");
        }
        match self {
            Item::Field(field) => match field.get(person) {
                Some(Value::Text(text)) => put(&text),
                Some(value) => put(&value.written()),
                None => {}
            },
            Item::Exit => put(person.leave_on(day).map_or("", |leave| leave.reason.name())),
            Item::ExitDate => person.leave_on(day).into_iter().for_each(|leave| shown(leave.date, line)),
            Item::Day(kind) => current(kind).into_iter().for_each(|(_, step)| shown(step.date, line)),
            Item::Number(kind) => put(current(kind).map_or("", |(_, step)| &step.number)),
        }
    }
}

/// Between the items of a line; a control character that no text of a record holds.
const BETWEEN: char = '\u{1f}';

/// The items of a record on a day, and whether that is over. `line` is where they are put together, for one record after
/// the other.
pub fn line(person: &Person, day: (Day, bool), line: &mut String) -> Box<str> {
    line.clear();
    for item in items() {
        item.write(person, day, line);
        line.push(BETWEEN);
    }
    line.pop();
    line.as_str().into()
}

/// The items of a line.
pub fn items_of(line: &str) -> Vec<&str> {
    let mut items = Vec::with_capacity(PersonField::ALL.len() + 2 * MilestoneKind::ALL.len());
    let (mut start, bytes) = (0, line.as_bytes());
    for end in memchr::memchr_iter(BETWEEN as u8, bytes).chain([bytes.len()]) {
        items.push(line.get(start..end).unwrap_or(""));
        start = end + 1;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Milestone, UnitId};

    #[test]
    fn a_line_has_an_item_for_each_that_is_read() {
        let mut person = Person::new("Lê Mẫu An".into(), UnitId::from_bits(1));
        person.note = "a\u{1f}b".into();
        let step = Milestone { number: "1-QĐ".into(), ..Milestone::on("2023-02-03".parse().unwrap()) };
        person.milestones.insert((MilestoneKind::Decision, 1), step);
        let text = line(&person, (Day::new(738_000), false), &mut String::new());
        let read: Vec<(Item, &str)> =
            items().zip(items_of(&text)).filter(|(_, text)| !text.is_empty()).collect();
        assert_eq!(items_of(&text).len(), items().count());
        assert_eq!(
            read,
            [
                (Item::Field(PersonField::Note), "a b"),
                (Item::Day(MilestoneKind::Decision), "2023-02-03"),
                (Item::Number(MilestoneKind::Decision), "1-QĐ")
            ]
        );
        // As of a day before the step there was none.
        let before = line(&person, (Day::new(738_000), true), &mut String::new());
        assert_eq!(items_of(&before).iter().filter(|text| !text.is_empty()).count(), 1);
    }
}
