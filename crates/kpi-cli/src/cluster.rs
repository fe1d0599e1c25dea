//! Counting on several machines, where kpi is built with it.

use kpi_data::Cluster;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Where a scheduler is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    pub port: u16,
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = text.trim();
        let (host, port) = named.rsplit_once(':').ok_or("it has no port: write HOST:PORT")?;
        let port = port.parse().map_err(|_| format!("`{port}` is no port: write HOST:PORT"))?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
        if host.is_empty() || !host.chars().all(is_name) {
            return Err(format!("`{host}` is no host: write HOST:PORT"));
        }
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The cluster whose scheduler is there.
#[cfg(feature = "cluster")]
pub fn at(address: &Address) -> Arc<dyn Cluster> {
    Arc::new(kpi_cluster::Remote::new(&address.host, address.port))
}

#[cfg(not(feature = "cluster"))]
pub fn at(address: &Address) -> Arc<dyn Cluster> {
    Arc::new(without::Without(address.to_string()))
}

#[cfg(not(feature = "cluster"))]
mod without {
    use kpi_data::{Cluster, Row, Trouble};
    use std::path::PathBuf;

    /// What a kpi says that can ask no cluster.
    #[derive(Debug)]
    pub struct Without(pub String);

    impl Cluster for Without {
        fn name(&self) -> &str {
            &self.0
        }

        fn rows(&self, _: &[PathBuf], _: &[String]) -> Result<Vec<Row>, Trouble> {
            Err(Trouble {
                message: super::WITHOUT.to_owned(),
                notes: Vec::new(),
                help: vec![super::BUILD.to_owned(), "without a cluster named, kpi counts by itself".to_owned()],
            })
        }
    }
}

#[cfg(not(feature = "cluster"))]
pub const WITHOUT: &str = "this kpi was built without clusters";

#[cfg(not(feature = "cluster"))]
pub const BUILD: &str = "build one with them: `cargo install --path crates/kpi-cli --features cluster`";

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_a_host_and_a_port() {
        let read = |text: &str| text.parse::<Address>().map(|address| address.to_string());
        assert_eq!(read(" scheduler.example.org:50050 "), Ok("scheduler.example.org:50050".to_owned()));
        assert_eq!(read("[::1]:1"), Ok("[::1]:1".to_owned()));
        assert_eq!(read("scheduler"), Err("it has no port: write HOST:PORT".to_owned()));
        assert_eq!(read("scheduler:70000"), Err("`70000` is no port: write HOST:PORT".to_owned()));
        assert_eq!(read("http://scheduler:1"), Err("`http://scheduler` is no host: write HOST:PORT".to_owned()));
    }
}
