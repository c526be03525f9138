//! Where things are kept, as the XDG base directory specification says, on every system alike; and the settings.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

mod remembered;
mod settings;

pub use remembered::Remembered;
pub(crate) use settings::suggest;
pub use settings::{Background, Keys, Look, Reading, SAMPLE, Screen, Settings, SettingsError, mistakes, read};

/// The folders of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Libraries and vocabularies: `$XDG_DATA_HOME/casebook`.
    pub data: PathBuf,
    /// What is remembered between runs: `$XDG_STATE_HOME/casebook`.
    pub state: PathBuf,
    /// What can be made again: `$XDG_CACHE_HOME/casebook`.
    pub cache: PathBuf,
    /// Settings: `$XDG_CONFIG_HOME/casebook`.
    pub config: PathBuf,
}

impl Folders {
    /// The folders of this user; none without a home.
    pub fn of_user() -> Option<Self> {
        let base = Xdg::new().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            data: base.data_dir().join("casebook"),
            state: state.join("casebook"),
            cache: base.cache_dir().join("casebook"),
            config: base.config_dir().join("casebook"),
        })
    }

    /// The default library.
    pub fn library(&self) -> PathBuf {
        self.data.join("library")
    }

    /// The vocabularies of the user, for all libraries.
    pub fn vocabulary(&self) -> PathBuf {
        self.data.join("vocabulary")
    }

    /// The settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// What the screen remembers between runs.
    pub fn remembered(&self) -> PathBuf {
        self.state.join("screen.toml")
    }

    /// Where reading stopped in documents that are in no library.
    pub fn places(&self) -> PathBuf {
        self.state.join("places")
    }
}
