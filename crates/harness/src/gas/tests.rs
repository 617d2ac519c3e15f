use super::*;

#[test]
fn measure_gives_every_row_a_name_of_its_own() {
    let rows = measure().unwrap();
    println!("{}", table(&rows));
    let names: std::collections::BTreeSet<_> = rows.iter().map(|row| &row.name).collect();
    assert_eq!(names.len(), rows.len());
    assert!(rows.iter().all(|row| row.gas > 21_000));
    assert_eq!(measure().unwrap(), rows);
}
