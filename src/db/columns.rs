//! How the desk's own types stand in a column: ids and moments as `BIGINT`, codes and decimals as `TEXT`.

/// Lets a type be bound and read as text. `$parse` takes `&str` and returns a `Result` whose error is `Display`;
/// `$show` gives the text. A text that does not parse is a fault, not a guess.
#[macro_export]
macro_rules! text_column {
    ($type:ty, $parse:expr, $show:expr) => {
        impl sqlx::Type<sqlx::Any> for $type {
            fn type_info() -> <sqlx::Any as sqlx::Database>::TypeInfo {
                <String as sqlx::Type<sqlx::Any>>::type_info()
            }

            fn compatible(ty: &<sqlx::Any as sqlx::Database>::TypeInfo) -> bool {
                <String as sqlx::Type<sqlx::Any>>::compatible(ty)
            }
        }

        impl<'q> sqlx::Encode<'q, sqlx::Any> for $type {
            fn encode_by_ref(
                &self,
                buffer: &mut <sqlx::Any as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                let show: fn(&$type) -> String = $show;
                <String as sqlx::Encode<'q, sqlx::Any>>::encode(show(self), buffer)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Any> for $type {
            fn decode(value: <sqlx::Any as sqlx::Database>::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <&'r str as sqlx::Decode<'r, sqlx::Any>>::decode(value)?;
                $parse(text).map_err(|error| format!("{text:?} in a column: {error}").into())
            }
        }
    };
}
