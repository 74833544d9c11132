//! What stands inside brackets, as serde asks for it: items, fields, what belongs to a variant.

use super::reader::{NotCanonical, Reader, Result};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// What stands between two brackets, a comma after each but perhaps the last.
pub(super) struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    close: u8,
    first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    /// Reads everything up to the closing bracket.
    pub(super) fn read<T>(
        reader: &'a mut Reader<'de>,
        close: u8,
        visit: impl FnOnce(&mut Items<'a, 'de>) -> Result<T>,
    ) -> Result<T> {
        let mut items = Items { reader, close, first: true };
        let value = visit(&mut items)?;
        if items.more()? { Err(NotCanonical) } else { Ok(value) }
    }

    /// True when another item stands here; the closing bracket is gone past once there is none.
    fn more(&mut self) -> Result<bool> {
        if self.close == 0 {
            return Ok(false);
        }
        let comma = !self.first && self.reader.takes(b',');
        if self.reader.takes(self.close) {
            self.close = 0;
            return Ok(false);
        }
        if self.first || comma { Ok(true) } else { Err(NotCanonical) }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = NotCanonical;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.more()? {
            return Ok(None);
        }
        self.first = false;
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = NotCanonical;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.sign(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The fields of a struct, whose keys are names.
pub(super) struct Fields<'b, 'a, 'de>(pub(super) &'b mut Items<'a, 'de>);

impl<'de> MapAccess<'de> for Fields<'_, '_, 'de> {
    type Error = NotCanonical;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.0.more()? {
            return Ok(None);
        }
        self.0.first = false;
        let name: de::value::BorrowedStrDeserializer<'de, NotCanonical> =
            de::value::BorrowedStrDeserializer::new(self.0.reader.name()?);
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.0.reader.sign(b':')?;
        seed.deserialize(&mut *self.0.reader)
    }
}

/// A variant of an enum: its name, then what is in brackets, if anything is.
pub(super) struct Variant<'a, 'de>(pub(super) &'a mut Reader<'de>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = NotCanonical;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name = self.0.name()?;
        let name: de::value::StrDeserializer<NotCanonical> = name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = NotCanonical;

    fn unit_variant(self) -> Result<()> {
        // `a()` is for others.
        self.0.space();
        if self.0.here() == Some(b'(') { Err(NotCanonical) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.0.sign(b'(')?;
        let value = seed.deserialize(&mut *self.0)?;
        self.0.takes(b',');
        self.0.sign(b')')?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.0.sign(b'(')?;
        Items::read(self.0, b')', |items| visitor.visit_seq(items))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.0.sign(b'(')?;
        Items::read(self.0, b')', |items| visitor.visit_map(Fields(items)))
    }
}
