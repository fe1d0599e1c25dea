//! The sum of four columns under the protocol of Typst's plugins.

#[path = "../../columns.rs"]
mod columns;

#[link(wasm_import_module = "typst_env")]
unsafe extern "C" {
    fn wasm_minimal_protocol_write_args_to_buffer(to: *mut u8);
    fn wasm_minimal_protocol_send_result_to_host(from: *const u8, length: usize);
}

/// 0 with the sum, 1 where the columns are cut short.
#[unsafe(no_mangle)]
pub extern "C" fn evaluate(length: usize) -> i32 {
    let mut bytes = vec![0; length];
    // SAFETY: the host writes the one argument, whose length it said.
    unsafe { wasm_minimal_protocol_write_args_to_buffer(bytes.as_mut_ptr()) };
    let Some(sum) = columns::adds_up(&bytes) else { return 1 };
    let sum = sum.to_le_bytes();
    // SAFETY: the host reads as much as the text is long.
    unsafe { wasm_minimal_protocol_send_result_to_host(sum.as_ptr(), sum.len()) };
    0
}
