//! Secrets that are wiped on drop, at once.
//!
//! `Zeroizing` wipes arrays and vectors element by element, each with a write that the compiler must do alone: half of the time of sealing a short
//! value went there. As a slice the same octets are wiped at once, behind the same barrier.

use std::fmt;
use std::ops::{Deref, DerefMut};

use zeroize::{DefaultIsZeroes, Zeroize};

/// A value that is wiped on drop. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Wiped<T: Wipe>(T);

/// What can be wiped as a slice.
pub trait Wipe {
    /// Overwrites all of it, spare room included.
    fn wipe(&mut self);
}

impl<T: Wipe> Wiped<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T: Wipe> Deref for Wiped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Wipe> DerefMut for Wiped<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Wipe> Drop for Wiped<T> {
    #[inline]
    fn drop(&mut self) {
        self.0.wipe();
    }
}

impl<T: Wipe> fmt::Debug for Wiped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wiped(..)")
    }
}

impl<T: DefaultIsZeroes, const N: usize> Wipe for [T; N] {
    #[inline]
    fn wipe(&mut self) {
        self.as_mut_slice().zeroize();
    }
}

impl Wipe for Vec<u8> {
    #[inline]
    fn wipe(&mut self) {
        // Up to its capacity it grows in place.
        self.resize(self.capacity(), 0);
        self.as_mut_slice().zeroize();
        self.clear();
    }
}

impl Wipe for String {
    #[inline]
    fn wipe(&mut self) {
        std::mem::take(self).into_bytes().wipe();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_where_it_stood() {
        let mut octets = Vec::with_capacity(64);
        octets.extend_from_slice(&[7; 40]);
        octets.truncate(8);
        let room = octets.capacity();
        octets.wipe();
        assert!(octets.is_empty() && octets.capacity() == room);
        // Safe code sees the spare room only once it is part of the vector: growing without writing is not possible here, so the test of
        // what the allocator gets back stands in the fuzzing workspace.
        let mut words = [7u32; 8];
        words.wipe();
        assert_eq!(words, [0; 8]);
    }

    /// Tells that it was wiped.
    struct Told(std::rc::Rc<std::cell::Cell<u8>>);

    impl Wipe for Told {
        fn wipe(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn a_value_is_wiped_when_it_is_dropped_and_not_before() {
        let times = std::rc::Rc::default();
        let value = Wiped::new(Told(std::rc::Rc::clone(&times)));
        assert_eq!(times.get(), 0);
        drop(value);
        assert_eq!(times.get(), 1);
    }

    #[test]
    fn a_text_is_wiped_as_its_octets_are() {
        let mut text = "canari".to_owned();
        text.wipe();
        assert_eq!((text.len(), text.capacity()), (0, 0));
    }

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?}", Wiped::new("canari".to_owned()));
        assert_eq!(shown, "Wiped(..)");
    }
}
