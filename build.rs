//! How the program is linked. The address of its code is fixed where it is built to be used: moving it would cost a
//! tenth of the time to the first page, because tens of thousands of pointers in its tables would have to be mended at
//! each start. The heap, the stack and the libraries are placed at random as ever.

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| var(name).is_ok_and(|set| set == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
