//! A new migration file must rebuild the binary that carries it; Cargo does not see the folder by itself.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
