//! Headless Chromium behind its driver.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::service::Service;

/// A browser with a profile of its own, and the driver that steers it.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    pub(crate) client: Client,
    /// Where downloads go.
    pub(crate) downloads: tempfile::TempDir,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts both. Names of hosts resolve to nothing: only addresses of this machine are reached.
    pub(crate) async fn start(lang: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: `apt-get install chromium-driver` provides it");
        let (profile, downloads) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let capabilities = capabilities(lang, profile.path(), downloads.path());
        let mut connecting = ClientBuilder::new(HttpConnector::new());
        connecting.capabilities(capabilities);
        let url = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        let client = loop {
            match connecting.connect(&url).await {
                Ok(client) => break client,
                Err(error) if tries > 100 => panic!("chromedriver: {error}"),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        Self {
            driver,
            port,
            client,
            downloads,
            _profile: profile,
        }
    }

    /// Opens a page.
    pub(crate) async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The element of this CSS selector.
    pub(crate) async fn find(&self, css: &str) -> fantoccini::elements::Element {
        let found = self
            .client
            .wait()
            .at_most(Duration::from_secs(5))
            .for_element(Locator::Css(css))
            .await;
        match found {
            Ok(element) => element,
            Err(_) => panic!(
                "no `{css}` on {}",
                self.client.current_url().await.unwrap().path()
            ),
        }
    }

    /// The text that a person reads on the page.
    pub(crate) async fn text(&self) -> String {
        self.find("body").await.text().await.unwrap()
    }

    /// Clicks, and waits until another page stands there.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.find(css).await;
        self.client
            .execute("window.before = true", Vec::new())
            .await
            .unwrap();
        element.click().await.unwrap();
        self.wait_for_another_page().await;
    }

    /// Waits until the page that was marked is gone and its successor is loaded.
    pub(crate) async fn wait_for_another_page(&self) {
        for _ in 0..100 {
            let is_new = "return document.readyState === 'complete' && window.before !== true";
            if self
                .client
                .execute(is_new, Vec::new())
                .await
                .is_ok_and(|new| new == Value::Bool(true))
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no other page came");
    }

    /// Logs in as whom this token is of, by the form.
    pub(crate) async fn log_in(&self, service: &Service, token: usize, lang: &str) {
        self.open(&format!("{}/{lang}/login", service.address))
            .await;
        self.find("#token")
            .await
            .send_keys(&service.tokens[token])
            .await
            .unwrap();
        self.click("#login-submit").await;
        self.find("#logout").await;
    }

    /// An attribute of an element.
    pub(crate) async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.find(css).await.attr(name).await.unwrap()
    }

    /// How many elements there are of this selector.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// What a script says of the page.
    pub(crate) async fn evaluate(&self, expression: &str) -> Value {
        self.client
            .execute(&format!("return {expression}"), Vec::new())
            .await
            .unwrap()
    }

    /// Presses these keys, wherever the focus is.
    pub(crate) async fn press(&self, keys: &[char]) {
        let mut pressed = KeyActions::new("keyboard".to_owned());
        for key in keys {
            pressed = pressed
                .then(KeyAction::Down { value: *key })
                .then(KeyAction::Up { value: *key });
        }
        self.client.perform_actions(pressed).await.unwrap();
    }

    /// Tells Chromium something over its own protocol.
    pub(crate) async fn command(&self, name: &'static str, parameters: Value) -> Value {
        self.client
            .issue_cmd(Devtools { name, parameters })
            .await
            .unwrap()
    }

    /// Every address that Chromium asked for since the last time.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let entries = self.client.issue_cmd(PerformanceLog).await.unwrap();
        let messages = entries.as_array().unwrap().iter().map(|entry| {
            serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap()["message"].clone()
        });
        messages
            .filter(|message| message["method"] == "Network.requestWillBeSent")
            .map(|message| {
                message["params"]["request"]["url"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    /// Leaves a picture of the whole page for people to look at.
    pub(crate) async fn picture(&self, name: &str) {
        let folder: PathBuf = std::env::var_os("SCREENSHOTS")
            .expect("SCREENSHOTS: run through `cargo xtask web`")
            .into();
        let asked = json!({"format": "png", "captureBeyondViewport": true});
        let taken = self.command("Page.captureScreenshot", asked).await;
        use base64::Engine as _;
        let octets = base64::engine::general_purpose::STANDARD
            .decode(taken["data"].as_str().unwrap())
            .unwrap();
        std::fs::write(folder.join(format!("{name}.png")), octets).unwrap();
    }

    /// How wide and high the window is.
    pub(crate) async fn size(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// A file that was downloaded whole, with this end of its name.
    pub(crate) async fn downloaded(&self, ending: &str) -> PathBuf {
        for _ in 0..200 {
            let mut entries = std::fs::read_dir(self.downloads.path())
                .unwrap()
                .map(|entry| entry.unwrap().path());
            if let Some(path) = entries.find(|path| path.to_string_lossy().ends_with(ending)) {
                return path;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no download that ends with `{ending}`");
    }
}

impl Browser {
    /// Has the driver end its browsers, and waits until it says so.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut driver = TcpStream::connect(("127.0.0.1", self.port))?;
        driver.set_read_timeout(Some(Duration::from_secs(10)))?;
        driver
            .write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        driver.read(&mut [0; 64]).map(drop)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browsers when it is told to, by its own address; killed by any signal it leaves them running.
        let _ = self.shut_down();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn capabilities(lang: &str, profile: &Path, downloads: &Path) -> Capabilities {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--window-size=1200,900",
        &format!("--lang={lang}"),
        &format!("--user-data-dir={}", profile.display()),
    ];
    let options = json!({
        "args": arguments,
        "prefs": {
            "intl.accept_languages": lang,
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
        },
    });
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    capabilities.insert(
        "goog:loggingPrefs".to_owned(),
        json!({"performance": "ALL"}),
    );
    capabilities
}

#[derive(Debug)]
struct Devtools {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (
            Method::POST,
            Some(json!({"cmd": self.name, "params": self.parameters}).to_string()),
        )
    }
}

#[derive(Debug)]
struct PerformanceLog;

impl WebDriverCompatibleCommand for PerformanceLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (
            Method::POST,
            Some(json!({"type": "performance"}).to_string()),
        )
    }
}
