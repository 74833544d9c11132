//! What comes next for a person, what stands in the way, and what a record breaks, as JSON.

use crate::domain::Person;
use crate::domain::breach::{Breach, Standpoint, breaches};
use crate::domain::outlook::{Block, Outlook, outlook, party_age};
use serde_json::{Map, Value, json};

/// What comes next for a person, what stands in the way, and what is broken.
pub fn ahead(person: &Person, standpoint: &Standpoint) -> Map<String, Value> {
    let Outlook { next, hurdle, blocks, earliest } = outlook(person, standpoint);
    let mut out = Map::new();
    out.insert("next".to_owned(), json!(next.map(|kind| kind.name())));
    out.insert("hurdle".to_owned(), json!(hurdle.map(|kind| kind.name())));
    out.insert("blocks".to_owned(), blocks.iter().map(block).collect());
    out.insert("earliest".to_owned(), json!(earliest.map(|day| day.to_string())));
    out.insert("breaches".to_owned(), breaches(person, standpoint).iter().map(breach).collect());
    out.insert("party_age_from".to_owned(), json!(party_age(person).map(|(day, _)| day.to_string())));
    out
}

fn breach(breach: &Breach) -> Value {
    json!({
        "code": breach.what.code(), "clause": breach.clause, "rule_set": breach.set.to_string(),
        "waived": breach.waived.is_some(),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Age { from } => json!({ "age_from": from.to_string() }),
        Block::TooOld { until } => json!({ "age_until": until.to_string() }),
        Block::BirthUnknown => json!("birth_unknown"),
        Block::NoCertificate => json!("no_certificate"),
        Block::Lapsed { clock, due } => json!({ "lapsed": clock, "on": due.to_string() }),
        Block::Verifications { open, police } => json!({ "verifications": open, "police": police }),
        Block::Papers(n) => json!({ "papers": n }),
        Block::Introducers { have, need } => json!({ "introducers": have, "needed": need }),
        Block::Probation { until } => json!({ "probation_until": until.to_string() }),
        Block::Readmission { from } => json!({ "readmission_from": from.to_string() }),
        Block::NotCleared => json!("not_cleared"),
        Block::NeverReadmitted => json!("never_readmitted"),
    }
}
