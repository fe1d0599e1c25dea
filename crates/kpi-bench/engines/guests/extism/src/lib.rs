//! The sum of four columns for Extism, with its own kit.

#[path = "../../columns.rs"]
mod columns;

use extism_pdk::{FnResult, plugin_fn};

#[plugin_fn]
pub fn evaluate(bytes: Vec<u8>) -> FnResult<Vec<u8>> {
    let sum = columns::adds_up(&bytes).ok_or_else(|| extism_pdk::Error::msg("the columns are cut short"))?;
    Ok(sum.to_le_bytes().to_vec())
}
