//! Who looks: language, colours, keys, own settings, and the people whom they marked. Must not know what is looked at.

use super::keymap::Keymap;
use super::theme::Theme;
use crate::domain::PersonId;
use crate::settings::Settings;
use crate::words::Lang;
use std::collections::BTreeSet;

/// Who looks.
pub struct Viewer {
    pub lang: Lang,
    pub theme: Theme,
    pub keymap: Keymap,
    pub settings: Settings,
    pub no_color: bool,
    pub marks: BTreeSet<PersonId>,
}

impl Viewer {
    /// Somebody with these settings; which of their keys cannot be used.
    pub fn new(settings: Settings, lang: Lang, no_color: bool) -> (Viewer, Vec<String>) {
        let (keymap, wrong) = Keymap::new(&settings.keys);
        let theme = Theme::new(&settings, no_color);
        (Viewer { lang, theme, keymap, settings, no_color, marks: BTreeSet::new() }, wrong)
    }
}
