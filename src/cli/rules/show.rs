//! What a rule set says, as text, and where two of them differ.

use super::named::{book, named};
use crate::cli::{Failure, Session};
use crate::domain::Rulebook;
use crate::domain::rulebook::Rules as Merged;
use crate::domain::rules::{RuleKey, RuleSet};
use crate::domain::rules_lint::limit_name;
use crate::words::Lang;
use std::collections::BTreeMap;

/// Every value of a set as a line: place, text, clause.
fn lines(lang: Lang, rules: &Merged, book: &Rulebook) -> BTreeMap<String, (String, String)> {
    let mut lines = BTreeMap::new();
    let mut put = |place: String, text: String, clause: &str| {
        lines.insert(place, (text, clause.to_owned()));
    };
    for (limit, ruled) in &rules.limits {
        put(
            format!("limits.{}", limit_name(*limit)),
            format!("{}: {}", lang.limit(*limit), ruled.is.0),
            &ruled.is.1,
        );
    }
    if let Some(education) = &rules.education {
        let text = format!("{} / {}", education.is.least, education.is.hard_area);
        put("education".to_owned(), text, &education.is.clause);
    }
    for (kind, ruled) in &rules.votes {
        let text = format!("{}: {}", lang.milestone(*kind), lang.share(ruled.is.0));
        put(format!("votes.{}", kind.name()), text, &ruled.is.1);
    }
    for (kind, ruled) in &rules.competence {
        let text = format!("{}: {}", lang.name(&ruled.is.0), lang.share(ruled.is.1));
        put(format!("competence.{kind}"), text, &ruled.is.2);
    }
    for (name, ruled) in &rules.clocks {
        let clock = &ruled.is;
        let from: Vec<String> = clock.from.iter().map(|event| lang.event(*event)).collect();
        let to: Vec<String> = clock.to.iter().map(|settle| lang.settle(settle, book)).collect();
        let extend = clock.extend.map_or(String::new(), |extend| format!(" + {}", lang.length(extend)));
        let text = format!(
            "{}: {} → {}: {}{extend}",
            lang.name(&clock.name),
            from.join(" / "),
            to.join(" / "),
            lang.length(clock.within)
        );
        put(format!("clocks.{name}"), text, &clock.clause);
    }
    for (code, ruled) in &rules.papers {
        let paper = &ruled.is;
        let mut parts = vec![lang.name(&paper.name).to_owned(), lang.name(&paper.issuer).to_owned()];
        parts.push(lang.milestone(paper.step).to_owned());
        parts.extend(paper.valid.map(|n| lang.months(n)));
        parts.extend(paper.cases.iter().map(|case| lang.case(case, book)));
        put(
            format!("papers.{code}"),
            format!("{} {}", paper.form, parts.join(" · ")).trim().to_owned(),
            &paper.clause,
        );
    }
    for (code, ruled) in &rules.moves {
        let (name, who, needs, clause) = &ruled.is;
        let text = [name, who, needs].map(|names| lang.name(names).to_owned());
        put(format!("moves.{code}"), text.join(" · ").trim_end_matches(" · ").to_owned(), clause);
    }
    lines
}

/// A set as text, with all that it inherits.
pub fn described(lang: Lang, set: &RuleSet, book: &Rulebook) -> String {
    let mut out = vec![
        format!("{} · {}", lang.rule_key(&set.key()), lang.name(&set.name)),
        format!("{} · {}", lang.effective_from(lang.date(set.effective)), lang.rule_status(set.status)),
    ];
    out.extend(set.over.as_ref().map(|parent| lang.rule_inherits(lang.rule_key(parent))));
    if !set.companions.is_empty() {
        out.push(set.companions.iter().map(|key| lang.rule_key(key)).collect::<Vec<_>>().join(", "));
    }
    if !set.note.is_empty() {
        out.push(set.note.clone());
    }
    out.push(String::new());
    let rules = book.whole(&set.key()).unwrap_or_default();
    for (place, (text, clause)) in lines(lang, &rules, book) {
        out.push(format!("{place}\n    {text}\n    [{clause}]"));
    }
    out.join("\n") + "\n"
}

/// Prints where two sets differ.
pub fn compare(session: &Session, one: &str, other: &str) -> Result<(), Failure> {
    let (book, lang) = (book(session)?, session.lang);
    let whole = |text: &str| -> Result<(RuleKey, Merged), Failure> {
        let key = named(session, &book, text)?.key();
        let rules = book.whole(&key).unwrap_or_default();
        Ok((key, rules))
    };
    let ((a, before), (b, after)) = (whole(one)?, whole(other)?);
    let (before, after) = (lines(lang, &before, &book), lines(lang, &after, &book));
    let mut out = vec![format!("- {}", lang.rule_key(&a)), format!("+ {}", lang.rule_key(&b))];
    let mut places: Vec<&String> = before.keys().chain(after.keys()).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let text =
            |lines: &BTreeMap<String, (String, String)>| lines.get(place).map(|(text, _)| text.clone());
        if text(&before) == text(&after) {
            // The same rule from another clause is no difference that anybody acts on.
            continue;
        }
        out.push(place.clone());
        for (mark, side) in [("-", &before), ("+", &after)] {
            out.extend(side.get(place).map(|(text, clause)| format!("  {mark} {text}  [{clause}]")));
        }
    }
    if out.len() == 2 {
        out.push(lang.rule_same());
    }
    session.print(&(out.join("\n") + "\n"))
}
