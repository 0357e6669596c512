//! TOML and JSON documents as one tree in which every value knows its place.
