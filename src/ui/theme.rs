//! Styles and glyphs. Sixteen colours at most, never colour alone: whatever a colour says, a
//! character or a weight says too.

use crate::query::due::Urgency;
use crate::settings::{Colour, Glyphs, Settings};
use ratatui::style::{Color, Modifier, Style};

/// How things look.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    colour: bool,
    pub ascii: bool,
}

impl Theme {
    /// From the settings; `no_color` is the environment's wish.
    pub fn new(settings: &Settings, no_color: bool) -> Theme {
        Theme {
            colour: !no_color && settings.colour == Colour::Sixteen,
            ascii: settings.glyphs == Glyphs::Ascii,
        }
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Plain text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// Title bar.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Headings and names of panes.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Of less weight: labels, hints, frames.
    pub fn quiet(self) -> Style {
        self.coloured(Color::DarkGray)
    }

    /// The selected row where the keys go.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The selected row of a pane without the keys.
    fn waiting(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A row of a list: the selected one shows where the keys go.
    pub fn row(self, selected: bool, active: bool) -> Style {
        match (selected, active) {
            (true, true) => self.selected(),
            (true, false) => self.waiting(),
            _ => self.text(),
        }
    }

    /// Something is wrong; always with a mark.
    pub fn wrong(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Something that is due, where it has a look of its own; always with its day or a count beside it.
    pub fn urgency(self, urgency: Urgency) -> Option<Style> {
        match urgency {
            Urgency::Overdue => Some(self.wrong()),
            Urgency::Week => Some(self.strong()),
            Urgency::Month | Urgency::Later => None,
        }
    }

    /// Something went well.
    pub fn good(self) -> Style {
        self.coloured(Color::Green)
    }

    /// A key in the footer.
    pub fn key(self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The glyph, or its stand-in on a terminal that has letters of ASCII alone.
    pub fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { unicode }
    }

    /// The text as it is drawn: on a plain terminal with stand-ins, of the same width, for the signs that it
    /// lacks. Where one sign has another stand-in in its place, that is [`Theme::glyph`]'s.
    pub fn plain(self, text: String) -> String {
        let stand_in = |c: char| match c {
            '·' | '–' | '—' | '•' | '─' => '-',
            '│' => '|',
            '┌' | '┐' | '└' | '┘' => '+',
            '●' => '*',
            '○' => 'o',
            '◇' => '+',
            '■' => '#',
            '←' | '‹' | '«' => '<',
            '→' | '›' | '»' | '▸' | '▌' => '>',
            '↑' | '▲' => '^',
            '↓' | '▼' | '▾' => 'v',
            '…' => '~',
            '“' | '”' | '„' => '"',
            '‘' | '’' => '\'',
            '×' | '✗' => 'x',
            c => c,
        };
        if self.ascii { text.chars().map(stand_in).collect() } else { text }
    }

    /// What stands before a row: marked, or selected.
    pub fn row_mark(self, marked: bool, selected: bool) -> &'static str {
        match (marked, selected) {
            (true, _) => "●",
            (false, true) => "▌",
            (false, false) => " ",
        }
    }

    /// A bar of `width` cells for hundredths of a percent; full from 100 %.
    pub fn bar(self, percent: u32, width: usize) -> String {
        let eighths = (percent.min(10_000) as usize * width * 8 + 5_000) / 10_000;
        let (full, rest) = (eighths / 8, eighths % 8);
        if self.ascii {
            let filled = (eighths + 4) / 8;
            return format!("{}{}", "#".repeat(filled), ".".repeat(width - filled.min(width)));
        }
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(rest).copied().unwrap_or("");
        let used = full + usize::from(!part.is_empty());
        format!("{}{part}{}", "█".repeat(full), " ".repeat(width.saturating_sub(used)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_their_width_exactly() {
        let theme = |glyphs| Theme::new(&Settings { glyphs, ..Settings::default() }, false);
        for percent in [0, 1, 4999, 5000, 5833, 7273, 10_000, 20_000] {
            for width in 0..12 {
                assert_eq!(theme(Glyphs::Unicode).bar(percent, width).chars().count(), width);
                assert_eq!(theme(Glyphs::Ascii).bar(percent, width).chars().count(), width);
            }
        }
        assert_eq!(theme(Glyphs::Unicode).bar(10_000, 3), "███");
        assert_eq!(theme(Glyphs::Ascii).bar(5000, 4), "##..");
    }
}
