//! What a transaction is for, and its side.

use crate::coded_enum;

coded_enum! {
    /// Whether a transaction takes money from its player or gives them some.
    pub enum Side {
        Debit => "debito",
        Credit => "credito",
    }
}

coded_enum! {
    /// What a transaction is for (S3-5, S3-6).
    pub enum Category {
        /// A player pays to enter a room of a game.
        RoomEntry => "entrada_sala",
        /// Money leaves the desk, paid by a cashier.
        Withdrawal => "retiro",
        Commission => "comision",
        /// From one player to another: a debit, and a credit that the desk makes.
        Transfer => "transferencia",
        GamePrize => "premio_juego",
        /// Money comes in, confirmed by a cashier.
        Deposit => "deposito",
        /// An entry is paid back.
        Refund => "reembolso",
        Bonus => "bonificacion",
        AdminAdjustment => "ajuste_admin",
    }
}

impl Category {
    /// The side that a caller may give it. The credit of a transfer is made by the desk only.
    pub const fn side(self) -> Side {
        match self {
            Category::RoomEntry | Category::Withdrawal | Category::Commission | Category::Transfer => Side::Debit,
            Category::GamePrize
            | Category::Deposit
            | Category::Refund
            | Category::Bonus
            | Category::AdminAdjustment => Side::Credit,
        }
    }

    /// Whether a cashier must carry it out.
    pub const fn needs_cashier(self) -> bool {
        matches!(self, Category::Withdrawal | Category::Deposit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Category, Side};

    #[test]
    fn each_category_has_the_side_of_the_specification() {
        let codes = |side| -> Vec<&str> {
            let of_side = Category::ALL.iter().filter(|category| category.side() == side);
            of_side.map(|category| category.code()).collect()
        };
        assert_eq!(
            codes(Side::Debit),
            ["entrada_sala", "retiro", "comision", "transferencia"]
        );
        assert_eq!(
            codes(Side::Credit),
            ["premio_juego", "deposito", "reembolso", "bonificacion", "ajuste_admin"]
        );
    }

    #[test]
    fn a_cashier_carries_out_only_what_moves_real_money() {
        let with_cashier: Vec<&Category> = Category::ALL
            .iter()
            .filter(|category| category.needs_cashier())
            .collect();
        assert_eq!(with_cashier, [&Category::Withdrawal, &Category::Deposit]);
    }
}
