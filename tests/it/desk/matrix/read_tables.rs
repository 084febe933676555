//! Who may read which report: the tables of [`super::reads`].

pub(super) const ALL: &str = "ICRKASBL";
/// This question does not exist: the report is nobody's own, or only one's own can be asked for.
pub(super) const NEVER: &str = "-";

/// Each report that takes an actor; who may read somebody else's (`david`'s), and who may read their own. After the
/// name stands a part of the report, or another way to ask for it.
pub(super) const READS: &[(&str, &str, &str)] = &[
    ("accounts::account_card", "AS", ALL),
    ("accounts::cards_of", "AS", ALL),
    ("accounts::movements", "AS", ALL),
    ("batches::open_card", "KAS", ALL),
    ("batches::open_card_of_desk", "KAS", NEVER),
    ("clients::clients_of", "S", "RS"),
    ("clients::own_points", NEVER, "CS"),
    ("closes::read::close_card", "S", NEVER),
    ("closes::read::new_close", "S", NEVER),
    ("coins::purse", ALL, ALL),
    ("coins::purse points", "S", ALL),
    ("coins::purse movements", "S", "S"),
    ("desk::read::desk_report", "S", "CRKASBL"),
    ("desk::read::desk_report of_everybody", "AS", NEVER),
    ("earnings::earnings", "S", "CRKASBL"),
    ("exchange::operations_after", "AS", "CRKASBL"),
    ("exchange::operations_page", "AS", "CRKASBL"),
    ("exchange::receipt", NEVER, "CRKASBL"),
    ("giro_records::central_card", "AS", NEVER),
    ("giro_records::records_after", "AS", "CRKASBL"),
    ("giro_records::records_after of_bank", "AS", NEVER),
    ("giros::assignments", "AS", NEVER),
    ("giros::giro_card", "KAS", ALL),
    ("giros::giro_order", "KAS", ALL),
    ("giros::giros_page", NEVER, "CRKASBL"),
    ("giros::holdings", "AS", NEVER),
    ("giros::payee", NEVER, ALL),
    ("giros::payees", NEVER, ALL),
    ("giros::prepaid_card", "AS", "CRKASBL"),
    ("giros::prepaid_accounts", "AS", "CRKASBL"),
    ("giros_of_api::giro_whole", "KAS", ALL),
    ("giros_of_api::giros_after", NEVER, "CRKASBL"),
    ("giros_of_api::records_of_posting", "AS", NEVER),
    ("history::batch_history", "KAS", ALL),
    ("history::batch_history of_desk", "KAS", NEVER),
    ("history::request_history", "AS", "AS"),
    ("lists::orders", "S", "CRKASBL"),
    ("lists::orders of_everybody", "AS", NEVER),
    ("orders::order_card", "KAS", ALL),
    ("people::belongings", "S", "S"),
    ("postings::posting_history", "AS", NEVER),
    ("position::position", "S", NEVER),
    ("prices::exchange_history", ALL, NEVER),
    ("queue::queue", "KAS", NEVER),
    ("requests::page", "AS", NEVER),
    ("requests::request_card", "AS", "AS"),
    ("search::find_orders", NEVER, "CRKASBL"),
    ("shift::own_card", NEVER, "K"),
    ("shift::own_open", NEVER, "K"),
    ("shift::open_to_choose", NEVER, ALL),
    ("worth::holdings", "AS", ALL),
];

/// The same for reads of the domain that a surface calls directly.
pub(super) const READS_OF_DOMAIN: &[(&str, &str, &str)] = &[
    ("accounts.named", "AS", ALL),
    ("keys.list_apps", "S", NEVER),
    ("members.named", "AS", NEVER),
];

/// Reports for everybody, which take no actor.
pub(super) const FOR_EVERYBODY: &[&str] = &["badges::page", "coins::ranking", "prices::published"];

/// Reports that only say where an answer may be shown, or what happened to somebody's own message. They contain no
/// figures.
pub(super) const WHERE_TO_ANSWER: &[&str] = &[
    "batches::channel_of_lot",
    "orders::channel_of_order",
    "orders::class_of_order",
    "typed::became",
];

/// Reports of the API for players, which take its `Principal`, or the player whom it has found for one. Who may ask for
/// each is told in `http/players` and in the table of roles.
pub(super) const OF_THE_API: &[&str] = &[
    "player_figures::of_player",
    "player_figures::of_system",
    "players::cashiers_on_duty",
    "players::list_all",
    "players::list_of_player",
    "players::list_pending",
    "players::transaction_card",
];

/// The ending of the names of functions that only the desk itself calls; no person is answered with them.
pub(super) const FOR_DESK: &str = "_for_desk";
