//! Who the person of a card is, in labelled texts.

use crate::domain::person::Person;
use crate::ui::world::World;

/// Label and text of every fact that is known.
pub fn facts(person: &Person, world: &World) -> Vec<(String, String)> {
    let lang = world.lang;
    let mut facts = Vec::new();
    let mut put = |name: &str, text: String| {
        if !text.is_empty() {
            facts.push((lang.field(name).to_owned(), text));
        }
    };
    put("born", person.born.map_or(String::new(), |born| lang.date(born)));
    put("sex", person.sex.map_or(String::new(), |sex| lang.sex(sex).to_owned()));
    put("occupation", person.occupation.clone());
    put("education", person.education.clone());
    put("ethnicity", person.ethnicity.clone());
    put("religion", person.religion.clone());
    put("identity_number", person.identity_number.clone());
    put("code", person.code.clone());
    put("residence_unit", person.residence_unit.map_or(String::new(), |unit| world.unit_path(unit)));
    put("tags", person.tags.iter().cloned().collect::<Vec<_>>().join(", "));
    let cases = person.cases.iter().map(|case| lang.case(case, world.rules()));
    put("cases", cases.collect::<Vec<_>>().join(", "));
    put("enlists", person.enlists.map_or(String::new(), |date| lang.date(date)));
    put("former", person.former.as_ref().map_or(String::new(), |former| lang.former(former)));
    put("note", person.note.clone());
    facts
}
