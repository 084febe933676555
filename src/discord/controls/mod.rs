//! What buttons, menus and forms mean. The meaning is in their custom id, so they work after any restart.
//!
//! Only plain data: `view/` decides how they look, `buttons/` what they do.

mod button;
mod closing;
mod form;
mod list;
mod marks;
mod number;
mod report;
mod select;
mod turn;

pub(super) use button::Button;
pub(super) use closing::CloseOf;
pub(super) use form::{Filled, Form};
pub(super) use list::{GiroList, List, OperationList, OrderList, RequestList};
pub(super) use marks::{
    BETWEEN_MARKS, Marks, Written, custom_ids, named_by, names_of_button, names_of_choice, names_of_form,
    names_of_select,
};
pub(super) use report::ReportOf;
pub(super) use select::{MORE, NOBODY, Select};
pub(super) use turn::Turn;

#[cfg(test)]
mod custom_id_tests;
