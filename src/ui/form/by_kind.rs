//! Fields of forms made by the kind of what they hold.
//!
//! A new kind of field requires a line in [`field`], which the compiler asks for.

use super::Field;
use crate::domain::catalogue::List;
use crate::domain::person::Sex;
use crate::domain::value::Value;
use crate::domain::{FieldKind, OccasionId, UnitId};
use crate::query::Register;
use crate::ui::world::World;
use crate::words::history::{Called, RecordNames};

/// Every unit with its name, in the order of the tree.
pub fn units(world: &World) -> Vec<(String, String)> {
    world.register.units().map(|entry| (entry.id.to_string(), world.unit_path(entry.id))).collect()
}

/// Units by their id, which a choice goes by.
struct UnitsById<'a>(&'a Register);

impl RecordNames for UnitsById<'_> {
    fn unit(&self, id: UnitId) -> String {
        id.to_string()
    }

    fn occasion(&self, id: OccasionId) -> String {
        self.0.occasion_name(id)
    }
}

/// How a field is filled in, by its kind.
pub fn field(name: &'static str, label: &str, kind: FieldKind, value: Option<Value>, world: &World) -> Field {
    let (lang, catalogue) = (world.lang, world.catalogue);
    let names = UnitsById(world.register);
    let called = Called { names: &names, rules: world.rules(), catalogue };
    // As it is typed, and as it is stored.
    let text = value.as_ref().map_or(String::new(), |value| lang.value(kind, value, called));
    let code = value.as_ref().map_or(String::new(), |value| value.written().into_owned());
    let choice = |options: Vec<(String, String)>| {
        let none = (String::new(), "–".to_owned());
        Field::choice(name, label, std::iter::once(none).chain(options).collect(), &code).keeping(&code)
    };
    let named = |codes| {
        let codes = catalogue.codes(codes).into_iter();
        codes.map(|(code, vi, en)| (code.to_owned(), lang.pick(vi, en).to_owned())).collect::<Vec<_>>()
    };
    match kind {
        FieldKind::Name | FieldKind::Text => Field::text(name, label, &text),
        FieldKind::Listed(List::Officers) => {
            let officers = world.register.officers(&world.register.unit_rows()).into_iter();
            let names: Vec<String> = officers.map(|(.., officer)| officer.name).collect();
            Field::suggest(name, label, &text, &names)
        }
        FieldKind::Listed(list) | FieldKind::Words(list) => {
            Field::suggest(name, label, &text, catalogue.list(list))
        }
        FieldKind::Coded(codes) => choice(named(codes)),
        FieldKind::Codes(codes) => {
            let names: Vec<String> = named(codes).into_iter().map(|(_, name)| name).collect();
            Field::suggest(name, label, &text, &names)
        }
        FieldKind::Day(_) => Field::date(name, label, &text),
        FieldKind::Sex => {
            choice(Sex::ALL.map(|sex| (sex.name().to_owned(), lang.sex(sex).to_owned())).to_vec())
        }
        FieldKind::Unit => choice(units(world)),
        FieldKind::IdentityNumber | FieldKind::Number => Field::number(name, label, &text),
        FieldKind::Cases => Field::suggest(name, label, &text, &known_cases(world)),
    }
}

/// Names of the special cases that any rule set knows.
fn known_cases(world: &World) -> Vec<String> {
    let rules = world.rules().on(world.today);
    rules.cases.values().map(|case| world.lang.name(&case.is).to_owned()).collect()
}
