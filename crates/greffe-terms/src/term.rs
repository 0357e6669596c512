//! The one shape that every closed list of terms has: a stable code, a French and an English label, an article.

macro_rules! terms {
    ($(#[$doc:meta])* $name:ident, $list:literal, {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal, $fr:literal, $en:literal, $article:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every term of the list, in the order of the law or the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code, as written in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The words that a person reads.
            #[must_use]
            pub const fn label(self, lang: $crate::Lang) -> &'static str {
                match lang {
                    $crate::Lang::Fr => match self { $(Self::$variant => $fr,)+ },
                    $crate::Lang::En => match self { $(Self::$variant => $en,)+ },
                }
            }

            /// The article of the GDPR that the term comes from.
            #[must_use]
            pub const fn article(self) -> &'static str {
                match self { $(Self::$variant => $article,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownTerm;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownTerm::of($list)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::quiet::parse(deserializer, concat!("a ", $list))
            }
        }
    };
}

pub(crate) use terms;
