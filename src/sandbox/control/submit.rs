//! A person fills in a modal and submits it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{self, Act};
use super::error::{ControlError, Result};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, interaction_kind};
use crate::sandbox::rest;
use crate::sandbox::validate::modal::VALUE_MAX;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Submit {
    interaction_id: Value,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

pub(super) async fn submit(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(submit): Json<Submit>,
) -> Result<Json<Value>> {
    let pending = {
        let mut world = hub.world();
        let user_id = people::find(&world, &person)?.id;
        let id = rest::id_of(&submit.interaction_id);
        let id = id.ok_or_else(|| ControlError::refused("interaction_id is the id that press or slash gave"))?;
        let interaction = world
            .interactions
            .get(&id)
            .filter(|one| one.user_id == user_id)
            .cloned();
        let mut shown =
            interaction.ok_or_else(|| ControlError::not_found(format!("no interaction {id} of this person")))?;
        let modal = shown.modal.clone();
        let modal = modal.ok_or_else(|| ControlError::refused("no modal is open for this interaction"))?;
        let data = json!({ "custom_id": modal["custom_id"], "components": filled(&modal, &submit.fields)? });
        view::must_be_available(&world, shown.channel_id)?;
        // Submitting closes the modal, so it cannot be submitted twice.
        shown.modal = None;
        world.commit(Change::Interaction(shown.clone()));
        let name = modal["custom_id"].as_str().unwrap_or_default().to_owned();
        let (kind, channel_id, source_message) = (interaction_kind::MODAL, shown.channel_id, shown.source_message);
        act::begin(
            &mut world,
            Act {
                kind,
                user_id,
                channel_id,
                name,
                data,
                source_message,
                opened_by: Some(shown.origin()),
            },
        )
    };
    Ok(Json(act::wait(&hub, pending).await))
}

/// The rows of the modal with the typed values, checked as Discord's client does.
fn filled(modal: &Value, fields: &BTreeMap<String, String>) -> Result<Vec<Value>> {
    let rows = modal["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let inputs: Vec<&Value> = rows.iter().filter_map(|row| row["components"].get(0)).collect();
    let known: Vec<&str> = inputs.iter().filter_map(|input| input["custom_id"].as_str()).collect();
    if let Some(unknown) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        let message = format!("the modal has no field {unknown:?}; there are: {}", known.join(", "));
        return Err(ControlError::refused(message));
    }
    inputs
        .into_iter()
        .enumerate()
        .map(|(index, input)| row(index, input, fields))
        .collect()
}

fn row(index: usize, input: &Value, fields: &BTreeMap<String, String>) -> Result<Value> {
    let name = input["custom_id"].as_str().unwrap_or_default();
    let prefilled = input["value"].as_str().unwrap_or_default();
    let value = fields.get(name).map_or(prefilled, String::as_str);
    let length = value.chars().count();
    let required = input["required"] != false;
    let least = input["min_length"].as_u64().unwrap_or(0) as usize;
    let most = input["max_length"].as_u64().unwrap_or(VALUE_MAX as u64) as usize;
    if required && value.trim().is_empty() {
        return Err(ControlError::refused(format!("the field {name:?} is required")));
    }
    if most < length || (0 < length && length < least) {
        return Err(ControlError::refused(format!(
            "the field {name:?} takes {least} to {most} characters"
        )));
    }
    let input = json!({ "type": 4, "id": index * 2 + 2, "custom_id": name, "value": value });
    Ok(json!({ "type": 1, "id": index * 2 + 1, "components": [input] }))
}
