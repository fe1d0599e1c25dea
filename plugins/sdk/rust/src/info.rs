//! What a plugin says of its columns and settings.

/// A column that a plugin takes or gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub about: String,
}

/// A setting that a rule file may give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingInfo {
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub about: String,
}
