//! Makes a component of what a compiler left. Rust and C compilers write core modules: code without the types of the
//! interface it speaks.

use super::World;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The versions of the interface, newest first.
const INTERFACES: [(&str, &str); 2] = [
    ("1.1.0", include_str!("../../../../plugins/wit/1.1.0/kpi-plugin.wit")),
    ("1.0.0", include_str!("../../../../plugins/wit/1.0.0/kpi-plugin.wit")),
];

const COMPONENT: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];
const MODULE: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

/// The component that a file is or becomes.
pub fn of(bytes: &[u8], world: World) -> Result<Vec<u8>, String> {
    if bytes.starts_with(&COMPONENT) {
        return Ok(bytes.to_vec());
    }
    if !bytes.starts_with(&MODULE) {
        return Err("it is no WebAssembly".to_owned());
    }
    let mut module = bytes.to_vec();
    // Rust's bindings carry the interface along; C has none that could.
    if !contains(bytes, b"component-type") {
        let (_, text) = INTERFACES
            .iter()
            .find(|(version, _)| contains(bytes, format!("kpi:plugin/{}@{version}#", exported(world)).as_bytes()))
            .ok_or_else(|| format!("it exports nothing of `kpi:plugin/{}`", exported(world)))?;
        let mut resolve = Resolve::default();
        let package = resolve.push_str("kpi-plugin.wit", text).map_err(said)?;
        let world = resolve.select_world(&[package], Some(world.name())).map_err(said)?;
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).map_err(said)?;
    }
    let mut encoder = ComponentEncoder::default().validate(true).module(&module).map_err(said)?;
    encoder.encode().map_err(said)
}

const fn exported(world: World) -> &'static str {
    match world {
        World::Measure => "measure",
        World::Source => "data-source",
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn said(error: impl std::fmt::Display) -> String {
    format!("{error:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_module_of_ours_is_refused() {
        assert!(of(b"#!/bin/sh\n", World::Measure).is_err_and(|why| why.contains("no WebAssembly")));
        assert!(of(&MODULE, World::Source).is_err_and(|why| why.contains("data-source")));
        assert_eq!(of(&COMPONENT, World::Measure), Ok(COMPONENT.to_vec()));
    }
}
