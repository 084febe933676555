//! What postings did, in words, for every surface that lists movements of accounts.

/// The words of a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingWords {
    pub text: String,
    /// Its details name a voucher, both accounts and the rates, for whoever shows them.
    pub names_accounts: bool,
}

const BETWEEN_ACCOUNTS: [&str; 3] = ["exchange.bought", "exchange.sold", "account.transferred"];

/// The words of a kind of posting with these details. Every kind of docs/BOOKS.md that moves a numbered account has words here
/// (tests/it/documents.rs); `None` for a kind of a newer version.
pub fn words_of(kind: &str, details: &serde_json::Value) -> Option<PostingWords> {
    let about = |field: &str| details[field].as_i64().map(|id| format!(" {id}")).unwrap_or_default();
    let text = match kind {
        "account.opened" => "saldo inicial".to_owned(),
        "account.deposited" => "depósito".to_owned(),
        "account.adjusted" => "ajuste".to_owned(),
        "account.opening_undone" => format!("saldo inicial deshecho (movimiento{})", about("undoes")),
        "account.deposit_undone" => format!("depósito deshecho (movimiento{})", about("undoes")),
        "bank.recharge_undone" => format!("recarga del balance central deshecha (movimiento{})", about("undoes")),
        "bank.adjustment_undone" => format!("ajuste del balance central deshecho (movimiento{})", about("undoes")),
        "bank.transfer_undone" => format!("traspaso del balance central deshecho (movimiento{})", about("undoes")),
        "account.adjustment_undone" => format!("ajuste deshecho (movimiento{})", about("undoes")),
        "exchange.bought" => "compra de divisas".to_owned(),
        "exchange.sold" => "venta de divisas".to_owned(),
        "account.transferred" => "transferencia entre cuentas".to_owned(),
        "exchange.purchase_undone" => format!("compra de divisas deshecha (movimiento{})", about("undoes")),
        "exchange.sale_undone" => format!("venta de divisas deshecha (movimiento{})", about("undoes")),
        "account.transfer_undone" => {
            format!("transferencia entre cuentas deshecha (movimiento{})", about("undoes"))
        }
        "account.imported" => format!("saldo del sistema anterior (cuenta{})", about("old_account")),
        "account.merged" => format!(
            "pasó a la cuenta abierta, de la cuenta{} del sistema anterior",
            about("old_account")
        ),
        "account.passed_on" => format!(
            "pasó de una cuenta cerrada a la abierta, o al revés (movimiento{})",
            about("undoes")
        ),
        "batch.lot_reversed" => format!("compra deshecha del batch{}", about("batch")),
        "batch.reopened" => format!("cierre deshecho del batch{}", about("batch")),
        "deposit.completed" => format!("depósito de la orden{}", about("order")),
        "withdrawal.completed" => format!("retiro de la orden{}", about("order")),
        "player.reverted" => "transacción revertida".to_owned(),
        "order.completed" => format!("orden{} pagada", about("order")),
        "order.reversed" => format!("orden{} revertida", about("order")),
        "order.returned" => format!("orden{} devuelta por el banco", about("order")),
        "order.escrow_taken" => format!("apartado para la orden{}", about("order")),
        "order.escrow_returned" => format!("devuelto de la orden{}", about("order")),
        "giro.completed" => format!("giro{} pagado", about("order")),
        "bank.recharged" => "recarga del balance central".to_owned(),
        "bank.adjusted" => "ajuste del balance central".to_owned(),
        "bank.transferred" => "traspaso del balance central".to_owned(),
        "batch.closed" => format!("cierre del batch{} sin compra", about("batch")),
        "batch.bought" => format!("compra de USDT del batch{}", about("batch")),
        "player.entry" => "entrada a sala".to_owned(),
        "player.prize" => "premio de juego".to_owned(),
        "player.refund" => "reembolso de sala".to_owned(),
        "player.commission" => "comisión".to_owned(),
        "player.bonus" => "bonificación".to_owned(),
        "player.adjustment" => "ajuste del administrador".to_owned(),
        "player.transfer" => "transferencia entre jugadores".to_owned(),
        _ => return None,
    };
    Some(PostingWords {
        text,
        names_accounts: BETWEEN_ACCOUNTS.contains(&kind),
    })
}
