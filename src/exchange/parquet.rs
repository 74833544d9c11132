//! Parquet for those who reckon with other tools: what tables there are, their columns, their bytes.
//!
//! Names, numbers and days of birth are left out unless asked for. A new column requires: 1 a line in
//! [`TABLES`]; 2 its values, in the same place, where the rows are gathered.

use chrono::NaiveDate;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;

/// Kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Day,
}

/// A column: name, kind, whether it tells who somebody is, and what it says in both languages.
pub type ColumnOf = (&'static str, Kind, bool, &'static str, &'static str);

/// A table: its name and its columns.
pub type TableOf = (&'static str, &'static [ColumnOf]);

use Kind::{Day, Number, Text};

/// Name of the folder of those whose unit is not in the tree.
pub const NO_UPPER: &str = "none";

/// The tables. The first two lie in folders by upper unit and year, which are columns as well.
pub const TABLES: [TableOf; 4] = [
    (
        "people",
        &[
            ("person", Text, false, "mã trong sổ", "record id of the person"),
            ("unit", Text, false, "mã đơn vị theo dõi", "id of the unit that follows the person"),
            ("name", Text, true, "họ và tên", "name"),
            ("born", Day, true, "ngày sinh, khi biết đủ", "birth date, where it is known whole"),
            ("born_year", Number, false, "năm sinh", "year of birth"),
            ("sex", Text, false, "giới tính", "sex"),
            ("ethnicity", Text, false, "dân tộc", "ethnicity"),
            ("religion", Text, false, "tôn giáo", "religion"),
            ("occupation", Text, false, "nghề nghiệp", "occupation"),
            ("education", Text, false, "trình độ học vấn", "education"),
            ("entered", Day, false, "ngày nhập hồ sơ", "day on which the record was entered"),
            ("began", Day, false, "ngày bắt đầu theo dõi", "day on which following began"),
            (
                "stage",
                Text,
                false,
                "giai đoạn; trống nếu đã thôi theo dõi",
                "stage; empty when no longer followed",
            ),
            ("milestone", Text, false, "bước xa nhất", "furthest step"),
            ("since", Day, false, "từ ngày", "since when"),
            ("leave", Text, false, "lý do thôi theo dõi", "why the person is no longer followed"),
        ],
    ),
    (
        "milestones",
        &[
            ("person", Text, false, "mã trong sổ", "record id of the person"),
            (
                "unit",
                Text,
                false,
                "mã đơn vị theo dõi hôm đó",
                "id of the unit that followed the person on that day",
            ),
            ("milestone", Text, false, "bước", "step"),
            (
                "day",
                Day,
                false,
                "ngày; ngày muộn nhất có thể nếu thiếu",
                "its day; of a vague date the last it can mean",
            ),
            ("until", Day, false, "ngày hết hiệu lực", "day from which it is no longer in force"),
        ],
    ),
    (
        "units",
        &[
            ("unit", Text, false, "mã đơn vị", "id of the unit"),
            ("parent", Text, false, "mã đơn vị trên", "id of the unit above"),
            (
                "upper",
                Text,
                false,
                "mã đơn vị dưới cấp cao nhất",
                "id of the unit of the second level that it is in",
            ),
            ("depth", Number, false, "cấp, từ 0", "level, from 0"),
            ("kind", Text, false, "loại tổ chức đảng", "organisation type"),
            ("sector", Text, false, "loại hình cơ sở", "sector"),
            ("name", Text, false, "tên đơn vị", "name of the unit"),
            ("code", Text, false, "mã của cơ quan", "code in other systems"),
            (
                "members",
                Number,
                false,
                "số đảng viên đến 31/12 năm trước",
                "members at 31 Dec of the year before",
            ),
            ("closed", Day, false, "ngày kết thúc hoạt động", "day on which it closed"),
        ],
    ),
    (
        "targets",
        &[
            ("unit", Text, false, "mã đơn vị", "id of the unit"),
            ("first_year", Number, false, "năm đầu", "first year"),
            ("last_year", Number, false, "năm cuối", "last year"),
            ("people", Number, false, "chỉ tiêu, người", "target, people"),
        ],
    ),
];

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    None,
    Text(String),
    Number(i32),
    Day(NaiveDate),
}

impl Value {
    /// A text; nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() { Value::None } else { Value::Text(text) }
    }

    /// A day; nothing for one that is in no calendar.
    pub fn day(day: crate::domain::Day) -> Value {
        day.date().map_or(Value::None, Value::Day)
    }

    fn number(&self) -> Option<i32> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Day(day) => i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok(),
            _ => None,
        }
    }
}

/// The bytes of a file with some rows, each with a value for every column of the table. Columns that
/// tell who somebody is are left out unless `whole`.
///
/// # Errors
/// What the writer of the format says; none that rows of a table can cause.
pub fn bytes((name, columns): &TableOf, rows: &[Vec<Value>], whole: bool) -> Result<Vec<u8>, ParquetError> {
    let kept = || columns.iter().enumerate().filter(|(_, column)| whole || !column.2);
    let fields: Result<Vec<_>, ParquetError> =
        kept().map(|(_, column)| field(column).map(Arc::new)).collect();
    let schema = Type::group_type_builder(name).with_fields(fields?).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (n, (_, kind, ..)) in kept() {
        let Some(mut column) = group.next_column()? else { break };
        let cells = || rows.iter().map(|row| row.get(n).unwrap_or(&Value::None));
        match kind {
            Kind::Text => {
                let text = |value: &Value| match value {
                    Value::Text(text) => Some(ByteArray::from(text.as_str())),
                    _ => None,
                };
                let levels: Vec<i16> = cells().map(|value| text(value).is_some().into()).collect();
                let values: Vec<ByteArray> = cells().filter_map(text).collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            Kind::Number | Kind::Day => {
                let levels: Vec<i16> = cells().map(|value| value.number().is_some().into()).collect();
                let values: Vec<i32> = cells().filter_map(Value::number).collect();
                column.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn field((name, kind, ..): &ColumnOf) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::INT32, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build()
}

/// What every column says, as CSV.
pub fn columns_csv(whole: bool) -> String {
    let kind = |kind| match kind {
        Text => "text",
        Number => "int32",
        Day => "date",
    };
    let lines = TABLES.iter().flat_map(|(table, columns)| {
        let kept = columns.iter().filter(move |column| whole || !column.2);
        kept.map(move |(name, of, _, vi, en)| format!("{table},{name},{},\"{vi}\",\"{en}\"\n", kind(*of)))
    });
    "table,column,type,vi,en\n".to_owned() + &lines.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn rows_come_back_as_they_were_and_who_they_are_about_stays_out() {
        let day = NaiveDate::from_ymd_opt(2023, 7, 31).unwrap();
        let table = &TABLES[0];
        let row = |name: &str, born: Value| {
            let mut row = vec![Value::None; table.1.len()];
            (row[0], row[2], row[3], row[4]) =
                (Value::text("k1"), Value::text(name), born, Value::Number(1999));
            row
        };
        let rows = [row("Lê Mẫu Ánh", Value::Day(day)), row("", Value::None)];
        for whole in [false, true] {
            let bytes = bytes(table, &rows, whole).unwrap();
            let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
            let told: Vec<String> =
                reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
            assert_eq!(told.len(), 2);
            assert!(told[0].contains("person: \"k1\"") && told[0].contains("born_year: 1999"), "{told:?}");
            assert_eq!(
                told[0].contains("Lê Mẫu Ánh") && told[0].contains("born: 2023-07-31"),
                whole,
                "{told:?}"
            );
            assert_eq!(told[1].contains("name: null"), whole, "{told:?}");
            assert_eq!(columns_csv(whole).contains("people,name,"), whole);
        }
    }
}
