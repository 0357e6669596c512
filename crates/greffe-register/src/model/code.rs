//! The shape of the register's own closed lists: a stable code, a French and an English label.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal, $fr:literal, $en:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every code of the list, in the order of the format.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            #[allow(dead_code, reason = "a list that takes free texts as well expects no code")]
            pub(crate) const EXPECTED: greffe_document::Words = greffe_document::Words::new(
                concat!("un code parmi" $(, " `", $code, "`")+),
                concat!("a code out of" $(, " `", $code, "`")+),
            );

            /// The codes of the list.
            #[allow(dead_code, reason = "a list that takes free texts as well names no codes in the schema")]
            pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
                Self::ALL.iter().map(|listed| listed.code())
            }

            /// The stable code, as written in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The words that a person reads.
            #[must_use]
            pub const fn label(self, lang: greffe_terms::Lang) -> &'static str {
                match lang {
                    greffe_terms::Lang::Fr => match self { $(Self::$variant => $fr,)+ },
                    greffe_terms::Lang::En => match self { $(Self::$variant => $en,)+ },
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownCode),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

/// `Debug` that shows the type only: records name persons, and logs print `Debug`.
macro_rules! debug_without_values {
    ($($name:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        })+
    };
}

pub(crate) use {codes, debug_without_values};
