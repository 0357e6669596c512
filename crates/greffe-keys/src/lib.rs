//! Key providers that touch the world: key files and the environment.
