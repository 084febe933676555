//! `cambista audit`.

use super::endings::{DONE, FAILED, MISUSED, advise};
use super::next_steps::after_fault;
use crate::config::Config;
use crate::db::{Db, Engine};
use crate::domain::books::closes;
use crate::domain::books::ledger::audit::{AuditError, Difference, audit, find_seal};

pub(super) async fn audit_books(config: &Config, seal: Option<AnnouncedSeal>) -> u8 {
    match audit_snapshot(config, seal).await {
        Ok(summary) => {
            println!("{summary}");
            DONE
        }
        Err(AuditError::Difference(difference)) => {
            println!("The books differ: {difference}");
            FAILED
        }
        Err(AuditError::Db(fault)) => {
            eprintln!("The books could not be read: {fault}");
            advise(after_fault(&fault));
            MISUSED
        }
    }
}

async fn audit_snapshot(config: &Config, announced: Option<AnnouncedSeal>) -> Result<String, AuditError> {
    let url = config.database.url.reveal();
    let mut snapshot = Db::open_snapshot(url).await?;
    let engine = if url.starts_with("sqlite:") {
        Engine::Sqlite
    } else {
        Engine::Postgres
    };
    let clean = audit(&mut snapshot, engine).await?;
    if let Some(seq) = closes::find_cut_off(&mut snapshot).await? {
        return Err(Difference::AnnouncedSeal(seq).into());
    }
    if let Some(AnnouncedSeal { seq, hash }) = announced {
        let found = find_seal(&mut snapshot, seq).await?;
        if found.is_none_or(|seal| seal.hash != hash) {
            return Err(Difference::AnnouncedSeal(seq).into());
        }
    }
    Ok(format!(
        "The books agree: {} journal rows, {} entries, {} accounts, {} open holds, {} rows waiting for their seal.\n\
         Head of the chain: {} {}",
        clean.journal_rows,
        clean.entries,
        clean.accounts,
        clean.open_holds,
        clean.unsealed,
        clean.head_seq,
        hex::encode(&clean.head_hash),
    ))
}

/// A seal as the alerts channel shows it: `12:9f86…`.
#[derive(Debug, Clone)]
pub(super) struct AnnouncedSeal {
    seq: i64,
    hash: Vec<u8>,
}

pub(super) fn announced_seal(text: &str) -> Result<AnnouncedSeal, String> {
    let (number, hash) = text
        .split_once(':')
        .ok_or("write it as NUMBER:HASH, like 12:9f86d081…")?;
    let seq = number
        .parse()
        .map_err(|_| format!("{number:?} is not the number of a seal"))?;
    let hash = hex::decode(hash).map_err(|error| format!("the hash is not hexadecimal: {error}"))?;
    Ok(AnnouncedSeal { seq, hash })
}
