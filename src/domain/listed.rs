//! Enums whose values can be gone through: said once, so that none is left out of the list.

/// An enum with `ALL`, its values in the order in which they are written down.
macro_rules! listed {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident),* $(,)? }
    ) => {
        $(#[$meta])*
        pub enum $name { $($(#[$variant_meta])* $variant),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: [$name; [$($name::$variant),*].len()] = [$($name::$variant),*];
        }
    };
}

pub(crate) use listed;
