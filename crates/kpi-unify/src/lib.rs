//! Empty: see its `Cargo.toml`, which asks for features so that every way of building the workspace builds its dependencies once.
