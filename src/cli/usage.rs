//! What is wrong with a command line, and its help, in the chosen language. Must not decide what is
//! right: the parser does. A new kind of error requires: 1 its line in `words/usage.rs`; 2 its arm here.

use crate::domain::text::visible;
use crate::words::Lang;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The language asked for among arguments that were not understood.
pub fn language(arguments: impl IntoIterator<Item = OsString>) -> Option<Lang> {
    let mut arguments = arguments.into_iter().map(|text| text.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            return Lang::by_code(&arguments.next()?);
        }
        if let Some(code) = argument.strip_prefix("--lang=") {
            return Lang::by_code(code);
        }
    }
    None
}

/// The help with its headings in the language; in colours for a terminal.
pub fn help(help: &Error, lang: Lang, colours: bool) -> String {
    let text = help.render();
    lang.help_text(if colours { text.ansi().to_string() } else { text.to_string() })
}

/// What is wrong, where, and what to do; with nothing raw in it of what was typed.
pub fn told(error: &Error, lang: Lang) -> String {
    let text = match wrong(error, lang) {
        Some(wrong) => format!("ketnap: {wrong}{}\n\n{}", usage(error, lang), lang.usage_more()),
        None => error.render().to_string(),
    };
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn wrong(error: &Error, lang: Lang) -> Option<String> {
    let of = |kind| error.get(kind).map(listed).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => lang.usage_unknown(argument),
        ErrorKind::InvalidSubcommand => lang.usage_no_command(of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => lang.usage_missing(argument),
        ErrorKind::MissingSubcommand => lang.usage_missing(of(ContextKind::ValidSubcommand)),
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => lang.usage_no_value(argument),
        ErrorKind::InvalidValue => lang.usage_bad_value(argument, of(ContextKind::InvalidValue)),
        ErrorKind::ValueValidation => {
            // The reader of the value says what it takes.
            let takes = std::error::Error::source(error).map(|takes| match is_about_numbers(takes) {
                true => lang.usage_number(),
                false => lang.usage_takes(takes),
            });
            let bad = lang.usage_bad_value(argument, of(ContextKind::InvalidValue));
            [Some(bad), takes].into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == argument => lang.usage_twice(argument),
        ErrorKind::ArgumentConflict => lang.usage_conflict(argument, of(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            lang.usage_how_many(argument)
        }
        ErrorKind::NoEquals => lang.usage_no_equals(argument),
        ErrorKind::InvalidUtf8 => lang.usage_no_text(),
        _ => return None,
    };
    let takes = of(ContextKind::ValidValue);
    let takes = Some(takes).filter(|takes| !takes.is_empty()).map(|takes| lang.usage_takes(takes));
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.map(of).into_iter().find(|near| !near.is_empty()).map(|near| lang.usage_perhaps(near));
    Some([Some(said), takes, near].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// How the command is used, as far as the parser knows which it is.
fn usage(error: &Error, lang: Lang) -> String {
    let usage = error.get(ContextKind::Usage).map(listed).unwrap_or_default();
    match usage.trim().trim_start_matches("Usage:").trim() {
        "" => String::new(),
        usage => format!("\n\n{}", lang.usage_form(lang.help_text(usage.to_owned()))),
    }
}

/// True for what the parser itself says, in English, of a text that is no number, or of one out of its range.
fn is_about_numbers(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<std::num::ParseIntError>() || error.to_string().contains(" is not in ")
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        }
        ContextValue::Number(n) => n.to_string(),
        _ => String::new(),
    }
}
