//! What is known of a person beside the way, in the order of the form.

use crate::domain::PersonField;
use crate::domain::person::Person;
use crate::ui::world::World;
use crate::words::history::Called;

/// Label and text of everything that is filled in.
pub fn facts(person: &Person, world: &World) -> Vec<(String, String)> {
    let lang = world.lang;
    let called = Called { names: world, rules: world.rules(), catalogue: world.catalogue };
    // The name is the title of the card.
    let fields = PersonField::IN_FORMS.into_iter().filter(|field| *field != PersonField::Name);
    let shown = fields.filter_map(|field| {
        let value = field.get(person)?;
        Some((lang.person_field(field).to_owned(), lang.value(field.kind(), &value, called)))
    });
    let former = person.former.as_ref().map(|former| (lang.field("former").to_owned(), lang.former(former)));
    shown.chain(former).collect()
}
