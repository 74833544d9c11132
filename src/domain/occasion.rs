//! What an office holds and orders that moves people along the way: classes, ceremonies, reviews of sources.
//!
//! An occasion knows no people: being in it is a fact of the person ([`super::enrolment::Enrolment`]), so that it is followed, handed
//! over, masked and erased with the person, in whatever book.

use super::date::Date;
use super::filter::Filter;
use super::id::UnitId;
pub use super::occasion_kind::{OccasionKind, OccasionState};
use super::record::{Fact, Facts, TwoPlaces, key, record, shown};
use super::value::{Atom, Held, Value, WrongType, masked_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

record! {
    /// One occasion, in the book of the unit that holds it.
    Occasion, OccasionFact, OccasionField, OccasionPart, whole: |occasion, _| occasion.clone();
    must {
        Name(name: String) open;
        Kind(kind: OccasionKind) open;
    }
    fields {
        /// The unit that holds or orders it; none has none.
        Unit(unit: Option<UnitId>) open;
        State(state: OccasionState) open;
        /// Its first day; of a ceremony its day.
        From(from: Option<Date>) open;
        /// Its last day; of a review the day by which units answer.
        Until(until: Option<Date>) open;
        /// `08:00`.
        Hour(hour: String) open;
        /// Where it is held: the political centre, a hall.
        Place(place: String) open;
        /// Whom it is for: a code of the office's lists.
        Audience(audience: String) open;
        /// How many people there is room for.
        Places(places: u32) open;
        /// The document that opens or orders it.
        Number(number: String) open;
        Signed(signed: Option<Date>) open;
        /// Of a ceremony: the day that it honours, a code of the office's lists.
        Holiday(holiday: String) open;
        /// Of a ceremony: the committee that gives the decisions.
        DecidedBy(decided_by: String) open;
        Note(note: String) masked(masked_text);
    }
    parts {
        /// Of a review: what of people is looked for.
        Criteria(criteria: Option<Filter>) open;
    }
    entries {
        /// Its sessions, in order, from 1.
        Session(sessions: n: u8 => Session as Session) open;
    }
}

/// A session of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub date: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
}

impl Occasion {
    /// An occasion of which only this much is known.
    pub fn new(name: String, kind: OccasionKind, unit: UnitId) -> Occasion {
        Occasion { name, kind, unit: Some(unit), ..Occasion::blank() }
    }

    /// The day on which people are sent to it where nobody says another: of the document, else today, and not after the
    /// first day.
    pub fn sent_by_default(&self, today: NaiveDate) -> Date {
        let begins = self.from.map(|from| from.first()).filter(|from| *from < today);
        self.signed.unwrap_or(begins.unwrap_or(today).into())
    }

    /// False where it ends before it begins, or a session lies outside of its days.
    pub fn is_in_order(&self) -> bool {
        let (from, until) = (self.from.map(|day| day.first()), self.until.map(|day| day.last()));
        let fits = |day: &Date| {
            from.is_none_or(|from| from <= day.last()) && until.is_none_or(|until| day.first() <= until)
        };
        from.zip(until).is_none_or(|(from, until)| from <= until)
            && (until.is_none() || self.sessions.values().all(|session| fits(&session.date)))
    }

    /// False where the hour is none: neither empty nor `08:00`, `8h`, `8h30`.
    pub fn has_an_hour(&self) -> bool {
        let parts = self.hour.split_once([':', 'h', 'g']);
        let number = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|n| n < most);
        match parts {
            None => self.hour.is_empty(),
            Some((hour, minute)) => number(hour, 24) && (minute.is_empty() || number(minute, 60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occasion_is_written_short_and_every_name_is_read_back() {
        let mut class = Occasion::new("Lớp 1".into(), OccasionKind::AwarenessClass, UnitId::from_bits(1));
        let text = ron::to_string(&class).unwrap();
        assert!(!text.contains("state") && !text.contains("sessions"), "{text}");
        class.state = OccasionState::Open;
        assert_eq!(ron::from_str::<Occasion>(&ron::to_string(&class).unwrap()).unwrap(), class);
        assert!(OccasionKind::ALL.into_iter().all(|kind| OccasionKind::by_name(kind.name()) == Some(kind)));
        assert!(OccasionState::ALL.into_iter().all(|s| OccasionState::by_name(s.name()) == Some(s)));
    }

    #[test]
    fn the_note_is_private_and_everything_else_is_open() {
        let mut class = Occasion::new("Lớp 1".into(), OccasionKind::AwarenessClass, UnitId::from_bits(1));
        class.note = "riêng".into();
        let masked = class.masked();
        assert_eq!((masked.note.as_str(), masked.name.as_str()), ("***", "Lớp 1"));
        assert_eq!(OccasionField::ALL.into_iter().filter(|field| !field.is_open()).count(), 1);
    }
}
