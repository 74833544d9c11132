//! Every small RON file that a person may have edited: settings, roles, value lists, plates.
#![no_main]

use ketnap::domain::{Access, Catalogue};
use ketnap::settings::Settings;
use ketnap::store::Plate;
use ketnap::store::ron_text::{parse_file, pretty};
use ketnap::store::tree::DoorPlate;
use ketnap::ui::keymap::Keymap;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(settings) = parse_file::<Settings>("f", bytes) {
        let _ = Keymap::new(&settings.keys);
        let text = pretty(&settings).expect("settings are written");
        assert_eq!(parse_file::<Settings>("f", text.as_bytes()).ok(), Some(settings));
    }
    let _ = parse_file::<Access>("f", bytes);
    let _ = parse_file::<Catalogue>("f", bytes).map(|own| Catalogue::default().overlay(own));
    let _ = parse_file::<Plate>("f", bytes);
    let _ = parse_file::<DoorPlate>("f", bytes);
});
