//! Types that are Tokio's in all they do but how they are awaited.

/// Makes a type around one of Tokio's: it derefs to that, prints as that, and is made from that
/// and turned into that by `From`.
macro_rules! over {
    ($(#[$about:meta])* [$($bound:tt)*] $name:ident[$($of:tt)*] over $inner:ty) => {
        $(#[$about])*
        pub struct $name<$($bound)*>($inner);

        impl<$($bound)*> std::ops::Deref for $name<$($of)*> {
            type Target = $inner;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<$($bound)*> std::ops::DerefMut for $name<$($of)*> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        impl<$($bound)*> std::fmt::Debug for $name<$($of)*>
        where
            $inner: std::fmt::Debug,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<$($of)*> From<$inner> for $name<$($of)*> {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl<$($of)*> From<$name<$($of)*>> for $inner {
            fn from(outer: $name<$($of)*>) -> Self {
                outer.0
            }
        }
    };
}

pub(super) use over;
