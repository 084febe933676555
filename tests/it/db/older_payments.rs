//! Payments from before they had marks (migration 0031): the marks of their orders protect them.

use cambista::app::open_desk;
use cambista::clock::Clock;
use cambista::config::{Config, Sources};
use cambista::db::Source;
use cambista::domain::orders::{self, NewProof, attach_proof};
use cambista::domain::people::members::{Actor, Role, Standing};
use cambista::domain::people::requests::StoredCapture;
use cambista::ids::{DiscordMessageId, MemberId, OrderId, RequestId};

use super::migrating::made_before;
use crate::on_both_empty_engines;
use crate::support::database::{TestDb, on_new_books};

/// Orders with captures and with what was said of their payments over the API; the third order is not paid yet.
const PAID: [&str; 5] = [
    "insert into members (id, name, role, registered_at_ms) values (1, 'ana', 'reseller', 0), (2, 'luis', 'cashier', 0)",
    "insert into accounts (id, member_id, currency, class, bank, opened_at_ms) values (1, 1, 'VES', 'member', null, 0), (2, 2, 'VES', 'bank', 'Banesco', 0)",
    "insert into orders (id, kind, owner_id, creator_id, cashier_id, account_id, state, currency, amount_minor, fee_minor, float_minor, subject, created_at_ms)
     values (1, 'giro', 1, 1, 2, 2, 'completed', 'VES', 10000, 0, 10000, 'order:1', 1), (2, 'deposit', 1, 1, 2, 2, 'completed', 'VES', 10000, 0, 0, 'order:2', 2),
            (3, 'giro', 1, 1, 2, 2, 'assigned', 'VES', 10000, 0, 10000, 'order:3', 3), (4, 'giro', 1, 1, 2, 2, 'assigned', 'VES', 10000, 0, 10000, 'order:4', 4),
            (5, 'giro', 1, 1, 2, 2, 'assigned', 'VES', 10000, 0, 10000, 'order:5', 5)",
    "insert into proofs (order_id, sha256, bytes, content_type, file_name, uploader_id, source_message_id, uploaded_at_ms, reference)
     values (1, 'aa', 1, 'image/png', 'a.png', 2, 9, 20, '00-1234.Ab'), (1, 'bb', 1, 'image/png', 'b.png', 2, 9, 21, null), (2, 'dd', 1, 'image/png', 'd.png', 2, 9, 22, 'Ref: 00-7777')",
    "insert into cash_payments (order_id, part, said_by, bank_reference, proof_url, at_ms)
     values (2, 'player', 1, '0 9876 5432', 'https://example.com/a.png', 10), (2, 'cashier', 2, null, 'HTTPS://Example.com/b.png#top', 30)",
];

fn proof(order: i64, sha256: &str, reference: &str) -> NewProof {
    NewProof {
        order: OrderId::new(order),
        capture: StoredCapture {
            sha256: sha256.to_owned(),
            bytes: 1,
            content_type: "image/png".to_owned(),
            file_name: "c.png".to_owned(),
            message: DiscordMessageId::new(9),
        },
        reference: Some(reference.to_owned()),
    }
}

on_both_empty_engines! {
    async fn payments_from_before_marks_are_not_taken_twice(test_db: TestDb) {
        made_before(31, &test_db, &PAID).await;
        let mut sources = Sources::default();
        sources.variables.insert("DATABASE_URL".to_owned(), test_db.url().to_owned());
        let config = on_new_books(Config::load(&sources).expect("the defaults are valid"));
        let desk = open_desk(&config, Clock::System).await.expect("migrated");
        let mut reader = desk.db.reader().await.expect("a reader");
        let marks: Vec<(i64, String, String, i64)> =
            sqlx::query_as("select order_id, part, mark, at_ms from payment_marks order by at_ms, part desc")
                .fetch_all(reader.conn())
                .await
                .expect("the marks");
        let marks: Vec<String> = marks.iter().map(|(order, part, mark, at)| format!("{at}: {order} {part} {mark}")).collect();
        assert_eq!(marks, [
            "10: 2 reference 98765432", "10: 2 picture https://example.com/a.png", "20: 1 reference 1234ab",
            "22: 2 reference ref:007777", "30: 2 picture HTTPS://Example.com/b.png#top",
        ]);
        drop(reader);
        assert_eq!(orders::write_plain_marks(&desk).await.expect("written"), 2);
        assert_eq!(orders::write_plain_marks(&desk).await.expect("nothing is left"), 0);

        let luis = Actor { member: MemberId::new(2), name: "luis".to_owned(), role: Role::Cashier, standing: Standing::Works, superuser: false };
        for (order, typed, earlier) in [(3, "ref. 1234 AB", 1), (4, "9876-5432", 2), (5, "7777", 2)] {
            let request = RequestId::new("test", order);
            let done = attach_proof(&desk, &luis, &request, &proof(order, &format!("c{order}"), typed)).await.expect("attached");
            assert_eq!(done.reference_of, Some(OrderId::new(earlier)), "{typed}");
        }
        let mut tx = desk.db.begin().await.expect("a unit");
        sqlx::query("update payment_marks set mark = 'x'").execute(tx.conn()).await.expect_err("marks never change");
        drop(tx);
        desk.db.close().await;
    }
}
