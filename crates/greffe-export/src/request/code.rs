//! The shape of closed lists: a stable code for files, a French and an English label for people.

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
            /// Everything in the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub(crate) const EXPECTED: greffe_document::Words = greffe_document::Words::new(
                concat!("un code parmi" $(, " `", $code, "`")+),
                concat!("a code out of" $(, " `", $code, "`")+),
            );

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

        impl $crate::request::code::Coded for $name {
            const EXPECTED: greffe_document::Words = Self::EXPECTED;

            fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|listed| listed.code() == code)
            }
        }
    };
}

pub(crate) use codes;

/// A list that is read by its codes.
pub(crate) trait Coded: Sized {
    /// What a file should have said.
    const EXPECTED: greffe_document::Words;

    /// What the code stands for.
    fn of_code(code: &str) -> Option<Self>;
}
