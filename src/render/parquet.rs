//! A report as Parquet, for those who reckon with other tools: the columns of CSV, typed, a group of rows at a time.

use super::stretches::{flat, in_stretches};
use crate::domain::Day;
use crate::query::report::{Cell, Kind, Report};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows of a group, and those that are made without help.
const BLOCK: usize = 1 << 16;
const FEW: usize = 512;

/// A column of a group of rows; nothing where a cell is empty.
enum Values {
    Texts(Vec<Option<ByteArray>>),
    Numbers(Vec<Option<i32>>),
    Doubles(Vec<Option<f64>>),
    Yes(Vec<Option<bool>>),
}

/// Bytes on their way out: the writer of the format keeps what it was given.
#[derive(Clone, Default)]
struct Outbox(Arc<Mutex<Vec<u8>>>);

impl Outbox {
    fn empty_into(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.data();
    let kinds: Vec<Kind> = report.abouts(&columns).iter().map(|about| about.kind).collect();
    let fields = report.abouts(&columns).into_iter().map(|about| field(&flat(&about.code), about.kind));
    let fields: Vec<_> = fields.map(|field| field.map(Arc::new)).collect::<Result<_, _>>().map_err(other)?;
    let schema = Type::group_type_builder(report.name().code()).with_fields(fields).build().map_err(other)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let outbox = Outbox::default();
    let mut writer =
        SerializedFileWriter::new(outbox.clone(), Arc::new(schema), Arc::new(properties)).map_err(other)?;
    let block = |rows: Range<usize>| {
        let mut values: Vec<Values> = kinds.iter().map(|kind| Values::of(*kind)).collect();
        for row in rows {
            let mut places = values.iter_mut();
            report.row(row, &columns, &mut |_, cell| {
                if let Some(values) = places.next() {
                    values.push(&cell);
                }
            });
        }
        values
    };
    in_stretches(report.count(), BLOCK, FEW, block, |values| {
        let mut group = writer.next_row_group().map_err(other)?;
        for values in values {
            values.write(&mut group).map_err(other)?;
        }
        group.close().map_err(other)?;
        outbox.empty_into(out)
    })?;
    writer.close().map_err(other)?;
    outbox.empty_into(out)
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        // Half a date is none to a reader of days, and a whole one made of it would be wrong.
        Kind::Text | Kind::Name | Kind::Word | Kind::Id | Kind::Date => {
            (Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        Kind::Count | Kind::Year | Kind::Difference | Kind::Days | Kind::Share => (Physical::INT32, None),
        Kind::Percent => (Physical::DOUBLE, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Yes => (Physical::BOOLEAN, None),
    };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build()
}

impl Values {
    fn of(kind: Kind) -> Values {
        match kind {
            Kind::Text | Kind::Name | Kind::Word | Kind::Id | Kind::Date => Values::Texts(Vec::new()),
            Kind::Count | Kind::Year | Kind::Difference | Kind::Days | Kind::Share | Kind::Day => {
                Values::Numbers(Vec::new())
            }
            Kind::Percent => Values::Doubles(Vec::new()),
            Kind::Yes => Values::Yes(Vec::new()),
        }
    }

    fn push(&mut self, cell: &Cell) {
        /// The first of January 1970.
        const EPOCH: Day = Day::new(719_163);
        let number = |n: &u32| i32::try_from(*n).ok();
        match self {
            Values::Texts(texts) => texts.push(match cell {
                Cell::Text(text) | Cell::Below(_, text) => Some(ByteArray::from(&**text)),
                Cell::Year(year) => Some(ByteArray::from(year.to_string().as_str())),
                Cell::Word(word) => {
                    Some(word.code()).filter(|code| !code.is_empty()).map(|code| ByteArray::from(&*code))
                }
                Cell::Day { day, .. } => Some(ByteArray::from(day.to_string().as_str())),
                Cell::Unit(id) => Some(ByteArray::from(id.to_string().as_str())),
                Cell::Person(id) => Some(ByteArray::from(id.to_string().as_str())),
                Cell::Occasion(id) => Some(ByteArray::from(id.to_string().as_str())),
                _ => None,
            }),
            Values::Numbers(numbers) => numbers.push(match cell {
                Cell::Count(n) | Cell::Share(n, _) => number(n),
                Cell::Year(year) => Some(*year),
                Cell::Difference(n) => i32::try_from(*n).ok(),
                Cell::Day { day, .. } => Some(day.last_day() - EPOCH),
                Cell::DaysTo { day, today } => Some(*day - *today),
                _ => None,
            }),
            Values::Doubles(doubles) => doubles.push(match cell {
                Cell::Percent(percent) => Some(f64::from(*percent) / 100.0),
                _ => None,
            }),
            Values::Yes(all) => all.push(match cell {
                Cell::Yes(yes) => Some(*yes),
                _ => None,
            }),
        }
    }

    fn write<W: Write + Send>(self, group: &mut SerializedRowGroupWriter<W>) -> Result<(), ParquetError> {
        match self {
            Values::Texts(values) => column::<ByteArrayType, W>(group, values),
            Values::Numbers(values) => column::<Int32Type, W>(group, values),
            Values::Doubles(values) => column::<DoubleType, W>(group, values),
            Values::Yes(values) => column::<BoolType, W>(group, values),
        }
    }
}

fn column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<W>,
    values: Vec<Option<T::T>>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let levels: Vec<i16> = values.iter().map(|value| value.is_some().into()).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    column.close()
}
