//! The shape of every closed list of codes: a stable code for files, words in French and English for people.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $list:literal, {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal, $fr:literal, $en:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$vdoc])*
                #[doc = concat!("\n\nIn files: `", $code, "`.")]
                $variant,
            )+
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

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
                    _ => Err($crate::UnknownCode::of($list)),
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

pub(crate) use codes;
