//! Which order, batch or request a notice concerns, for whoever must look it up by hand.

use serde::Deserialize;

use super::Notice;
use crate::ids::{BatchId, OrderId, RequestNumber};

/// What somebody can look up when a notice could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
pub struct About {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestNumber>,
}

impl Notice {
    /// Every kind of notice names these fields `order`, `batch` and `request`; so they are read from its stored form
    /// instead of matching each kind.
    pub fn about(&self) -> About {
        let stored = serde_json::to_value(self);
        stored.and_then(serde_json::from_value).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::About;
    use crate::domain::kernel::outbox::Notice;
    use crate::ids::{MemberId, OrderId, RequestNumber};

    #[test]
    fn a_notice_names_its_order_or_its_request() {
        let (order, from) = (OrderId::new(12), MemberId::new(3));
        let of_order = About {
            order: Some(order),
            ..About::default()
        };
        assert_eq!(Notice::OrderTaken { order, from }.about(), of_order);
        let request = RequestNumber::new(7);
        assert_eq!(Notice::RequestEnded { request }.about().request, Some(request));
        assert_eq!(Notice::PanelWanted.about(), About::default());
    }
}
