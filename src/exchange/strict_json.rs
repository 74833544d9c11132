//! JSON in which no field of an object stands twice: of two values one would be dropped in silence.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// A value whose objects have every field once.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Strict, D::Error> {
        from.deserialize_any(Reader).map(Strict)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Strict(value))) = fields.next_entry::<String, Strict>()? {
            if all.contains_key(&name) {
                return Err(A::Error::custom(format!("\"{name}\" stands twice")));
            }
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

/// Reads a JSON text.
///
/// # Errors
/// What is wrong, with line and column; a field that stands twice is.
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<Strict>(text).map(|Strict(value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two notes one was dropped.
    #[test]
    fn a_field_that_stands_twice_is_refused_wherever_it_is() {
        for text in [r#"{"note":1,"note":2}"#, r#"[{"a":{"b":null,"b":1}}]"#, r#"{"a":1,"\u0061":1}"#] {
            assert!(read(text).unwrap_err().to_string().contains("stands twice"), "{text}");
        }
        let whole = r#"{"a":[1,-2,2.5,"x",true,null,{"b":{}}]}"#;
        assert_eq!(read(whole).unwrap(), serde_json::from_str::<Value>(whole).unwrap());
        assert!(read("{").is_err() && read("1 2").is_err());
    }
}
