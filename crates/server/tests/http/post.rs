//! Mail as it arrives: in a folder, or at an SMTP server.

use crate::town::{PATIENCE, Town};
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail as its reader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Arrived {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    headers: BTreeMap<String, String>,
}

impl Arrived {
    fn read(bytes: &[u8]) -> Self {
        let mail: ParsedMail<'_> = parse_mail(bytes).expect("a mail");
        let one = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
        let (to, subject) = (one("To"), one("Subject"));
        let headers = mail.headers.iter();
        let headers = headers.map(|header| (header.get_key(), header.get_value()));
        Self {
            to,
            subject,
            text: mail.get_body().expect("a text").replace("\r\n", "\n"),
            headers: headers.collect(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// What follows the `#` of the mail's link to a page.
    pub(crate) fn secret(&self, page: &str) -> String {
        let mark = format!("/{page}#");
        let (_, after) = self.text.split_once(&mark).expect("a link");
        after.split_whitespace().next().unwrap().to_owned()
    }
}

impl Town {
    /// All mail in the folder, the oldest first.
    pub(crate) fn mail(&self) -> Vec<Arrived> {
        read(&self.folder.path().join("mail"))
    }

    /// Waits for so many mails to an address, and gives them, the oldest first.
    pub(crate) async fn mail_to(&self, address: &str, count: usize) -> Vec<Arrived> {
        let arrive = async {
            loop {
                let mut found = self.mail();
                found.retain(|mail| mail.to.contains(address));
                if found.len() >= count {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let arrived = tokio::time::timeout(PATIENCE, arrive).await;
        let arrived = arrived.unwrap_or_else(|_| panic!("{count} mails to {address} arrive"));
        assert_eq!(arrived.len(), count, "{arrived:?}");
        arrived
    }

    /// The last of so many mails to an address.
    pub(crate) async fn last_mail_to(&self, address: &str, count: usize) -> Arrived {
        self.mail_to(address, count).await.pop().unwrap()
    }

    /// Waits until nothing waits to be sent.
    pub(crate) async fn all_is_sent(&self) {
        let sent = async {
            loop {
                let later = domain::Timestamp(i64::MAX - 1);
                let mut transaction = self.store.begin().await.unwrap();
                let waiting = transaction.take_mail(later, later, 1).await.unwrap();
                drop(transaction);
                if waiting.is_empty() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let sent = tokio::time::timeout(PATIENCE, sent).await;
        sent.expect("everything is sent");
    }
}

fn read(folder: &Path) -> Vec<Arrived> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    let mails = paths.iter().map(|path| std::fs::read(path).unwrap());
    mails.map(|bytes| Arrived::read(&bytes)).collect()
}

/// An SMTP server that takes mail, or does not yet.
pub(crate) struct Smtp {
    pub(crate) url: String,
    taken: Arc<Mutex<Vec<Arrived>>>,
}

impl Smtp {
    /// One that says "later" to the first mails.
    pub(crate) async fn open(refuses: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let left = Arc::new(Mutex::new(refuses));
        tokio::spawn({
            let taken = taken.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(talk(stream, taken.clone(), left.clone()));
                }
            }
        });
        Self { url, taken }
    }

    /// Waits for so many mails.
    pub(crate) async fn taken(&self, count: usize) -> Vec<Arrived> {
        let arrive = async {
            loop {
                let taken = self.taken.lock().unwrap().clone();
                if taken.len() >= count {
                    return taken;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let arrived = tokio::time::timeout(PATIENCE, arrive).await;
        arrived.expect("mail arrives")
    }
}

async fn talk(stream: TcpStream, taken: Arc<Mutex<Vec<Arrived>>>, left: Arc<Mutex<usize>>) {
    let mut stream = BufReader::new(stream);
    let mut say = "220 smtp.example.jp\r\n".to_owned();
    loop {
        if stream.get_mut().write_all(say.as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
            return;
        }
        let word = line.split([' ', '\r', ':']).next().unwrap_or_default();
        say = match word.to_ascii_uppercase().as_str() {
            "EHLO" => "250-smtp.example.jp\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" if take_one(&left) => "451 later\r\n".to_owned(),
            "DATA" => {
                let go = b"354 go on\r\n";
                stream.get_mut().write_all(go).await.unwrap();
                let mail = data(&mut stream).await;
                taken.lock().unwrap().push(Arrived::read(&mail));
                "250 taken\r\n".to_owned()
            }
            "QUIT" => "221 bye\r\n".to_owned(),
            _ => "250 ok\r\n".to_owned(),
        };
    }
}

fn take_one(left: &Mutex<usize>) -> bool {
    let mut left = left.lock().unwrap();
    let refuses = *left > 0;
    *left = left.saturating_sub(1);
    refuses
}

/// The lines up to the one that is a dot alone.
async fn data(stream: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut mail = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.unwrap() == 0 || line == b".\r\n" {
            return mail;
        }
        let line = line.strip_prefix(b".").unwrap_or(&line);
        mail.extend_from_slice(line);
    }
}
