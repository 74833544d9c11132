//! A filter as a sentence.

use super::Lang;
use super::history::Called;
use super::words;
use crate::domain::value::Value;
use crate::domain::{Filter, OccasionId, PersonField, UnitId};

words! {
    filter_born_from(day) "sinh từ {day}" / "born from {day} on";
    filter_born_before(day) "sinh trước {day}" / "born before {day}";
    filter_enlists() "chuẩn bị nhập ngũ" / "about to enlist";
    filter_having(field, values) "{field}: {values}" / "{field}: {values}";
    filter_occasions(names) "đã có trong {names}" / "is in {names}";
    filter_or() " hoặc " / " or ";
    filter_stages(stages) "đang ở giai đoạn {stages}" / "at {stages}";
}

impl Lang {
    /// What is looked for.
    pub fn filter(self, filter: &Filter, called: Called) -> String {
        let Filter { born_from, born_before, having, occasions, enlists, stages } = filter;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(born_from.map(|day| self.filter_born_from(self.date(day))));
        parts.extend(born_before.map(|day| self.filter_born_before(self.date(day))));
        parts.extend(enlists.then(|| self.filter_enlists()));
        for (name, values) in having {
            let Some(field) = PersonField::by_name(name) else { continue };
            let value = |text: &String| {
                let unit = text.parse::<UnitId>().map(Value::Unit);
                let value = unit.unwrap_or(Value::Text(text.as_str().into()));
                self.value(field.kind(), &value, called)
            };
            let values: Vec<String> = values.iter().map(value).collect();
            parts.push(self.filter_having(self.person_field(field), values.join(&self.filter_or())));
        }
        if !occasions.is_empty() {
            let called = |id: &OccasionId| match called.names.occasion(*id) {
                name if name.is_empty() => id.to_string(),
                name => name,
            };
            let names: Vec<String> = occasions.iter().map(called).collect();
            parts.push(self.filter_occasions(names.join(&self.filter_or())));
        }
        if !stages.is_empty() {
            let stages: Vec<&str> = stages.iter().map(|stage| self.stage(*stage)).collect();
            parts.push(self.filter_stages(stages.join(&self.filter_or())));
        }
        parts.join("; ")
    }
}
