//! The same four columns out of bytes, for engines whose plugins take bytes: the number of rows; a text's length for each
//! code; then numbers, counts, days and codes, little-endian, each column whole.

pub fn adds_up(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes;
    let rows = u32::from_le_bytes(*taken(&mut rest)?) as usize;
    let values = u32::from_le_bytes(*taken(&mut rest)?) as usize;
    let lengths: Vec<f64> = column(&mut rest, values, |cell| f64::from(u32::from_le_bytes(cell)))?.collect();
    let mut sum = 0.0;
    sum += column(&mut rest, rows, f64::from_le_bytes)?.sum::<f64>();
    sum += column(&mut rest, rows, |cell| i64::from_le_bytes(cell) as f64)?.sum::<f64>();
    sum += column(&mut rest, rows, |cell| f64::from(i32::from_le_bytes(cell)))?.sum::<f64>();
    for code in column(&mut rest, rows, u32::from_le_bytes)? {
        sum += lengths.get(code as usize)?;
    }
    Some(sum)
}

fn taken<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, others) = rest.split_first_chunk()?;
    *rest = others;
    Some(first)
}

fn column<'a, const N: usize, T>(
    rest: &mut &'a [u8],
    rows: usize,
    read: impl Fn([u8; N]) -> T + 'a,
) -> Option<impl Iterator<Item = T> + 'a> {
    let (cells, others) = rest.split_at_checked(rows * N)?;
    *rest = others;
    Some(cells.as_chunks().0.iter().map(move |cell| read(*cell)))
}
