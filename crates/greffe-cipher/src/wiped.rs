//! Arrays that are wiped on drop.

use std::fmt;
use std::ops::{Deref, DerefMut};

use zeroize::{DefaultIsZeroes, Zeroize};

/// As `Zeroizing<[T; N]>`, which wipes element by element with a write that the compiler must do alone: half of the time of sealing a short value went
/// there. As a slice it is wiped at once, behind the same barrier.
#[derive(Clone)]
pub(crate) struct Wiped<T: DefaultIsZeroes, const N: usize>([T; N]);

impl<T: DefaultIsZeroes, const N: usize> Wiped<T, N> {
    pub(crate) fn new(value: [T; N]) -> Self {
        Self(value)
    }
}

impl<T: DefaultIsZeroes, const N: usize> Default for Wiped<T, N> {
    fn default() -> Self {
        Self([T::default(); N])
    }
}

impl<T: DefaultIsZeroes, const N: usize> Deref for Wiped<T, N> {
    type Target = [T; N];

    fn deref(&self) -> &[T; N] {
        &self.0
    }
}

impl<T: DefaultIsZeroes, const N: usize> DerefMut for Wiped<T, N> {
    fn deref_mut(&mut self) -> &mut [T; N] {
        &mut self.0
    }
}

impl<T: DefaultIsZeroes, const N: usize> Drop for Wiped<T, N> {
    #[inline]
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl<T: DefaultIsZeroes, const N: usize> fmt::Debug for Wiped<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wiped(..)")
    }
}
