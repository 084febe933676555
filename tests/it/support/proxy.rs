//! A proxy between a desk and PostgreSQL that can break the connection at a COMMIT.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::patience::PATIENCE;

/// The end of a unit's last message, as the desk sends it.
const COMMIT: &[u8] = b"; commit\0";

/// How a COMMIT is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The connection breaks before it reaches the server.
    Before,
    /// It reaches the server, and the connection breaks without waiting for the answer.
    In,
    /// The server answers, and the connection breaks before the answer arrives.
    After,
    /// The server answers, but nothing is forwarded any more; the connection stays open.
    Silence,
}

impl Loss {
    pub const BREAKS: [Loss; 3] = [Loss::Before, Loss::In, Loss::After];
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    /// The number of commits that pass before one is lost.
    passing: u64,
    loss: Loss,
    /// Only commits of units that sent these bytes count, because the desk's own workers commit all the time.
    of: &'static str,
    /// Whether the server is unreachable afterwards.
    then_away: bool,
}

struct Shared {
    server: SocketAddr,
    plan: Mutex<Option<Plan>>,
    /// The number of lost commits.
    lost: AtomicU64,
    /// Whether the server can be reached.
    reachable: watch::Sender<bool>,
}

/// A connection to the server that can break. It ends when it is dropped.
pub struct Proxy {
    addr: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    pub async fn to(server: SocketAddr) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            server,
            plan: Mutex::new(None),
            lost: AtomicU64::new(0),
            reachable: watch::Sender::new(true),
        });
        let accepting = tokio::spawn({
            let shared = shared.clone();
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    if *shared.reachable.borrow() {
                        tokio::spawn(carry(shared.clone(), client));
                    }
                }
            }
        });
        Proxy {
            addr,
            shared,
            accepting,
        }
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Lets `passing` commits pass and loses the next one.
    pub fn loses(&self, passing: u64, loss: Loss) {
        self.plans(Plan {
            passing,
            loss,
            of: "",
            then_away: false,
        });
    }

    /// Loses the next commit of a unit that sent this text (a source such as `discord:`). Commits of the desk's own
    /// workers pass.
    pub fn loses_of(&self, of: &'static str, loss: Loss) {
        self.plans(Plan {
            passing: 0,
            loss,
            of,
            then_away: false,
        });
    }

    /// Loses the next commit of a unit that sent this text (a source such as `discord:`); the server is unreachable
    /// from then on.
    pub fn loses_and_goes_away(&self, of: &'static str, loss: Loss) {
        self.plans(Plan {
            passing: 0,
            loss,
            of,
            then_away: true,
        });
    }

    fn plans(&self, plan: Plan) {
        *self.shared.plan.lock().expect("a plan") = Some(plan);
    }

    /// Loses no more commits.
    pub fn is_kind_again(&self) {
        *self.shared.plan.lock().expect("a plan") = None;
    }

    pub fn lost(&self) -> u64 {
        self.shared.lost.load(Ordering::SeqCst)
    }

    /// Breaks every connection; the server is unreachable from now on.
    pub fn goes_away(&self) {
        self.shared.reachable.send_replace(false);
    }

    pub fn comes_back(&self) {
        self.shared.reachable.send_replace(true);
    }

    pub async fn is_away(&self) {
        let mut reachable = self.shared.reachable.subscribe();
        let away = reachable.wait_for(|reachable| !reachable);
        tokio::time::timeout(PATIENCE, away)
            .await
            .expect("in time")
            .expect("it lives");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.shared.reachable.send_replace(false);
    }
}

impl Shared {
    /// The plan for the commit that arrives now, if it is to be lost. `sent`: what its unit sent.
    fn fate(&self, sent: &[u8]) -> Option<Plan> {
        let mut slot = self.plan.lock().expect("a plan");
        let plan = slot.as_mut()?;
        let of = plan.of.as_bytes();
        if !of.is_empty() && !sent.windows(of.len()).any(|bytes| bytes == of) {
            return None;
        }
        if 0 < plan.passing {
            plan.passing -= 1;
            return None;
        }
        self.lost.fetch_add(1, Ordering::SeqCst);
        slot.take()
    }
}

async fn carry(shared: Arc<Shared>, client: TcpStream) {
    let Ok(server) = TcpStream::connect(shared.server).await else {
        return;
    };
    let mut reachable = shared.reachable.subscribe();
    tokio::select! {
        () = carry_both_ways(&shared, client, server) => {}
        _ = reachable.wait_for(|reachable| !reachable) => {}
    }
}

async fn carry_both_ways(shared: &Shared, mut client: TcpStream, mut server: TcpStream) {
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    let mut unit = Vec::new();
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(length @ 1..) = read else { return };
                let bytes = &asked[..length];
                unit.extend_from_slice(bytes);
                let plan = if bytes.ends_with(COMMIT) { shared.fate(&std::mem::take(&mut unit)) } else { None };
                if let Some(plan) = plan {
                    lose(shared, plan, bytes, &mut server).await;
                    if plan.loss == Loss::Silence {
                        std::future::pending::<()>().await;
                    }
                    return;
                }
                if server.write_all(bytes).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn lose(shared: &Shared, plan: Plan, commit: &[u8], server: &mut TcpStream) {
    if plan.loss != Loss::Before {
        server.write_all(commit).await.expect("the server reads");
    }
    if matches!(plan.loss, Loss::After | Loss::Silence) {
        let mut answer = vec![0; 4_096];
        let _ = server.read(&mut answer).await;
    }
    if plan.then_away {
        shared.reachable.send_replace(false);
    }
}
