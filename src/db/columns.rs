//! How the desk's own types are stored in columns: ids and times as `BIGINT`, codes and decimals as `TEXT`.

/// Lets a type be bound and read as text. `$parse` takes `&str` and returns a `Result` whose error is `Display`;
/// `$show` returns the text. Reading a text that does not parse is an error.
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

/// An enum whose variants are stored in columns, JSON and logs as fixed codes.
#[macro_export]
macro_rules! coded_enum {
    ($(#[$doc:meta])* $visibility:vis enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $visibility enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// All variants, in the order of their declaration.
            #[allow(dead_code)]
            pub const ALL: &'static [Self] = &[$($name::$variant),+];

            /// The code that is stored for this variant.
            pub const fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code),+
                }
            }

            /// # Errors
            /// A sentence for the log, when no variant has this code.
            pub fn from_code(code: &str) -> Result<Self, String> {
                match code {
                    $($code => Ok($name::$variant),)+
                    other => Err(format!("{} has no code {other:?}", stringify!($name))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        $crate::text_column!($name, $name::from_code, |value| value.code().to_owned());
    };
}
