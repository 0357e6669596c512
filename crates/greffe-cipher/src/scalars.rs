//! What is no token in serde.

/// serde's own errors repeat the input ("invalid type: integer …"), which may be a plaintext: a visitor that is asked for anything refuses every scalar by itself, with
/// [`TokenError::NotAToken`](crate::TokenError::NotAToken).
macro_rules! refuse_scalars {
    ($($visit:ident: $of:ty),+ $(,)?) => {
        $(
            fn $visit<E: serde::de::Error>(self, _: $of) -> Result<Self::Value, E> {
                Err(E::custom($crate::error::TokenError::NotAToken))
            }
        )+
    };
}

pub(crate) use refuse_scalars;
