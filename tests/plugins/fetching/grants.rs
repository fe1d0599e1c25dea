//! Hosts, addresses, redirects and files that were not granted.

use super::server::{Server, reply};
use super::{asking, fetcher, folder, hosts, settings};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::Request;
use kpi_plugin::fetch::{FetchError, Fetcher, From, Grant, HostRule, Mode, Network, NetworkSettings, Proxying};

#[track_caller]
fn refused(fetcher: &mut Fetcher, url: &str, says: &str) {
    let error = fetcher.fetch(&asking(url)).expect_err("not granted");
    assert!(matches!(error, FetchError::NotGranted { .. }), "{error}");
    assert!(error.to_string().contains(says), "{says:?} is not in: {error}");
}

#[test]
fn a_host_that_was_not_granted_is_not_asked() {
    let server = Server::saying("secret of another");
    let project = folder();
    let mut none = fetcher(project.path(), Grant::default());
    refused(&mut none, &server.host(), "was not granted, and has been granted no host");
    let mut other = fetcher(project.path(), hosts(&["api.example.org", "*.council.example"]));
    refused(&mut other, &server.host(), "and has been granted api.example.org, *.council.example");
    refused(&mut other, &format!("http://api.example.org@127.0.0.1:{}/", server.port), "hides its host");
    assert!(server.seen().is_empty());
}

#[test]
fn this_machine_and_this_network_are_not_reached_by_another_name() {
    let server = Server::saying("inside");
    let project = folder();
    // An address is granted by itself, and not by one that means the same.
    let mut fetcher = fetcher(project.path(), hosts(&[&server.host()]));
    for host in ["localhost", "[::ffff:127.0.0.1]", "[::1]", "127.0.0.2", "0.0.0.0"] {
        refused(&mut fetcher, &format!("http://{host}:{}/", server.port), "was not granted");
    }
    for host in ["2130706433", "0x7f000001", "127.1", "0177.0.0.1.x1", "127.0.0.1."] {
        assert!(fetcher.fetch(&asking(&format!("http://{host}:{}/", server.port))).is_err(), "{host}");
    }
    assert!(server.seen().is_empty());
    fetcher.fetch(&asking(&server.host())).expect("the granted address itself");
}

#[test]
fn a_network_that_was_granted_grants_no_host_in_it() {
    let project = folder();
    let network = Network::parse("169.254.0.0/16").expect("a network");
    let grant = Grant { addresses: vec![network], ..hosts(&["api.example.org"]) };
    refused(&mut fetcher(project.path(), grant), "http://169.254.169.254/latest", "was not granted");
    // Below a domain is a name, and never an address.
    assert!(HostRule::parse("http://*.254.169.254").is_err());
}

#[test]
fn redirects_are_followed_inside_the_grant_only() {
    let inside = Server::saying("inside the grant");
    let outside = Server::saying("outside");
    let (to_inside, to_outside) = (inside.host(), outside.host());
    let server = Server::start(move |head, _, stream| {
        let location = match head.split(' ').nth(1).expect("a path") {
            "/inside" => format!("{to_inside}/x"),
            "/relative" => "inside".to_owned(),
            "/outside" => format!("{to_outside}/x"),
            "/scheme" => "file:///etc/passwd".to_owned(),
            "/user" => format!("http://{}@127.0.0.1/", to_inside.trim_start_matches("http://")),
            _ => "/round".to_owned(),
        };
        reply(stream, "302 Found", &format!("location: {location}\r\n"), "");
    });
    let project = folder();
    let mut fetcher = fetcher(project.path(), hosts(&[&server.host(), &inside.host()]));
    for path in ["inside", "relative"] {
        let response = fetcher.fetch(&asking(&format!("{}/{path}", server.host()))).expect("an answer");
        assert_eq!(response.body, b"inside the grant");
    }
    refused(&mut fetcher, &format!("{}/outside", server.host()), "it leads on to");
    refused(&mut fetcher, &format!("{}/scheme", server.host()), "only http and https are fetched");
    refused(&mut fetcher, &format!("{}/user", server.host()), "hides its host");
    assert!(outside.seen().is_empty());
    let error = fetcher.fetch(&asking(&format!("{}/round", server.host()))).expect_err("round and round");
    assert!(error.to_string().contains("it leads on more than 5 times"), "{error}");
}

#[test]
fn headers_that_say_to_whom_or_how_much_are_kpis_to_write() {
    let server = Server::saying("x");
    let project = folder();
    let mut fetcher = fetcher(project.path(), hosts(&[&server.host()]));
    for name in ["Host", "content-length", "Transfer-Encoding", "Connection", "Proxy-Authorization"] {
        let request = Request { headers: vec![(name.to_owned(), "evil.example".to_owned())], ..asking(&server.host()) };
        let error = fetcher.fetch(&request).expect_err("kpi's to write");
        assert!(matches!(error, FetchError::NotGranted { .. }), "{error}");
    }
    let split =
        Request { headers: vec![("x".to_owned(), "a\r\nHost: evil.example".to_owned())], ..asking(&server.host()) };
    assert!(fetcher.fetch(&split).is_err());
    assert!(server.seen().is_empty());
    let fine = Request { headers: vec![("Accept".to_owned(), "text/csv".to_owned())], ..asking(&server.host()) };
    fetcher.fetch(&fine).expect("an answer");
    assert!(server.seen()[0].to_ascii_lowercase().contains("accept: text/csv"), "{}", server.seen()[0]);
}

#[test]
fn a_proxy_is_used_and_is_not_a_way_around_the_grant() {
    let proxy = Server::start(|_, _, stream| reply(stream, "200 OK", "", "through the proxy"));
    let project = folder();
    let through = NetworkSettings { proxy: Proxying::Url(proxy.host()), tries: 1, ..settings() };
    let grant = hosts(&["http://cases.example.org"]);
    let mut fetcher = Fetcher::new("cases", project.path(), grant, through, Mode::Live);
    for host in ["http://169.254.169.254/", "http://127.0.0.1/", "http://evil.example/"] {
        refused(&mut fetcher, host, "was not granted");
    }
    assert!(proxy.seen().is_empty());
    let _either = fetcher.fetch(&asking("http://cases.example.org/list"));
    let seen = proxy.seen();
    assert!(seen[0].contains("cases.example.org"), "the proxy is asked: {seen:?}");
}

#[test]
fn a_granted_file_is_read_and_no_other() {
    let project = folder();
    let outside = folder();
    std::fs::write(outside.path().join("passwd"), "root").expect("written");
    std::fs::create_dir_all(project.path().join("data/deep")).expect("folders");
    for name in ["data/cases.csv", "data/deep/x.csv", "kpi.toml"] {
        std::fs::write(project.path().join(name), name).expect("written");
    }
    let files = ["data/*", "data/link.csv", "missing.csv", "data/deep"].map(ToOwned::to_owned).to_vec();
    let mut fetcher = fetcher(project.path(), Grant { files, ..Grant::default() });
    let response = fetcher.fetch(&asking("file:data/cases.csv")).expect("a file");
    assert_eq!((response.status, response.body.as_slice()), (200, b"data/cases.csv".as_slice()));
    assert_eq!(fetcher.fetched()[0].from, From::File);
    refused(&mut fetcher, "file:kpi.toml", "the file was not granted, and has been granted data/*");
    refused(&mut fetcher, "file:data/deep/x.csv", "the file was not granted");
    for path in [
        "data/../kpi.toml",
        "/etc/passwd",
        "//etc/passwd",
        "data/./cases.csv",
        "../x",
        "data\\..\\kpi.toml",
        "c:/x",
        "",
        "data//x",
    ] {
        refused(&mut fetcher, &format!("file:{path}"), "without `..`");
    }
    let error = fetcher.fetch(&asking("file:data/deep")).expect_err("a folder");
    assert!(error.to_string().contains("it is no file"), "{error}");
    let error = fetcher.fetch(&asking("file:missing.csv")).expect_err("no file");
    assert!(error.to_string().contains("the file cannot be read"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_project_is_not_followed() {
    let project = folder();
    let outside = folder();
    std::fs::write(outside.path().join("passwd"), "root").expect("written");
    std::fs::create_dir(project.path().join("data")).expect("a folder");
    std::os::unix::fs::symlink(outside.path().join("passwd"), project.path().join("data/link.csv")).expect("a link");
    std::os::unix::fs::symlink(outside.path(), project.path().join("folder")).expect("a link");
    let files = ["data/*", "folder/*"].map(ToOwned::to_owned).to_vec();
    let mut fetcher = fetcher(project.path(), Grant { files, ..Grant::default() });
    refused(&mut fetcher, "file:data/link.csv", "it is a link that leads out of the project");
    refused(&mut fetcher, "file:folder/passwd", "it is a link that leads out of the project");
}

#[test]
fn a_proxy_inside_is_found_without_its_port_too() {
    let project = folder();
    for proxy in ["http://localhost", "localhost", "http://LOCALHOST/"] {
        let through = NetworkSettings { proxy: Proxying::Url(proxy.to_owned()), tries: 1, ..settings() };
        let grant = hosts(&["http://cases.example.org"]);
        let mut fetcher = Fetcher::new("cases", project.path(), grant, through, Mode::Live);
        let error = fetcher.fetch(&asking("http://cases.example.org/list")).expect_err("no such host");
        assert_eq!(error.code(), codes::FETCH_FAILED, "{proxy}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_granted_folder_is_not_waited_for() {
    let project = folder();
    std::fs::create_dir(project.path().join("data")).expect("a folder");
    let pipe = project.path().join("data/pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let grant = Grant { files: vec!["data/*".to_owned()], ..Grant::default() };
    let (tell, told) = std::sync::mpsc::channel();
    let root = project.path().to_owned();
    std::thread::spawn(move || tell.send(fetcher(&root, grant).fetch(&asking("file:data/pipe.csv"))));
    let ended = told.recv_timeout(std::time::Duration::from_secs(20)).expect("kpi does not wait for a writer");
    let error = ended.expect_err("a pipe");
    assert!(error.to_string().contains("it is no file"), "{error}");
}
