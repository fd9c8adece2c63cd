//! What kind of machine this is; never which one.

/// Such as `2-core-x86_64`.
pub(crate) fn kind() -> String {
    format!("{}-core-{}", cores(), std::env::consts::ARCH)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Processor as it calls itself, where the system tells; cores, and the compiler of the path.
pub(crate) fn words() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or(std::env::consts::ARCH, |(_, model)| model.trim());
    let cores = cores();
    format!(
        "{model}, {cores} core{}, {}",
        if cores == 1 { "" } else { "s" },
        std::env::consts::OS
    )
}

/// The compiler, where it can be asked.
pub(crate) fn compiler() -> String {
    let output = std::process::Command::new("rustc").arg("-V").output();
    let told = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    told.unwrap_or_default()
}
