//! What a step used up: film, supplies, contrast, radiation (PS3.3 C.4.16, C.4.17).

use super::decode::codes;
use crate::data_set::{Scope, retired};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use domain::Code;
use domain::performed_step::{Consumption, ConsumptionSource};

/// Attributes of one value, with their unit (UCUM).
pub(super) const VALUES: [(ConsumptionSource, Tag, &str); 5] = [
    (
        ConsumptionSource::DoseAreaProduct,
        tags::IMAGE_AND_FLUOROSCOPY_AREA_DOSE_PRODUCT,
        "dGy.cm2",
    ),
    (
        ConsumptionSource::FluoroscopyTime,
        retired::TOTAL_TIME_OF_FLUOROSCOPY,
        "s",
    ),
    (
        ConsumptionSource::Exposures,
        retired::TOTAL_NUMBER_OF_EXPOSURES,
        "{exposure}",
    ),
    (ConsumptionSource::EntranceDose, tags::ENTRANCE_DOSE, "dGy"),
    (
        ConsumptionSource::EntranceDoseInMilligray,
        tags::ENTRANCE_DOSE_INM_GY,
        "mGy",
    ),
];

/// Unit of films.
pub(super) const FILMS: &str = "{film}";

/// What the message reports, by attribute. An attribute sent without a value reports that nothing
/// is known of it any more.
pub(super) fn decode(scope: Scope<'_>) -> Vec<(ConsumptionSource, Vec<Consumption>)> {
    let mut reported = Vec::new();
    if scope.has(tags::BILLING_PROCEDURE_STEP_SEQUENCE) {
        let codes = codes(scope, tags::BILLING_PROCEDURE_STEP_SEQUENCE);
        let steps = codes.into_iter().map(|code| Consumption {
            name: code.meaning.clone(),
            code: Some(code),
            ..Consumption::default()
        });
        reported.push((ConsumptionSource::BillingProcedureStep, steps.collect()));
    }
    if let Some(items) = scope.items(tags::FILM_CONSUMPTION_SEQUENCE) {
        reported.push((
            ConsumptionSource::FilmConsumption,
            items.into_iter().map(film).collect(),
        ));
    }
    if let Some(items) = scope.items(tags::BILLING_SUPPLIES_AND_DEVICES_SEQUENCE) {
        let supplies = items.into_iter().map(supply).collect();
        reported.push((ConsumptionSource::BillingSupplies, supplies));
    }
    reported.extend(contrast(scope).map(|agents| (ConsumptionSource::Contrast, agents)));
    for (source, tag, unit) in VALUES {
        if let Some(quantity) = scope.text(tag).if_sent() {
            let value = Consumption {
                quantity,
                unit: unit.to_owned(),
                ..Consumption::default()
            };
            reported.push((source, with_quantity(value)));
        }
    }
    if let Some(comment) = scope.text(tags::COMMENTS_ON_RADIATION_DOSE).if_sent() {
        let value = Consumption {
            name: comment,
            ..Consumption::default()
        };
        let known = if value.name.is_empty() {
            Vec::new()
        } else {
            vec![value]
        };
        reported.push((ConsumptionSource::DoseComment, known));
    }
    reported
}

fn with_quantity(value: Consumption) -> Vec<Consumption> {
    if value.quantity.is_empty() {
        Vec::new()
    } else {
        vec![value]
    }
}

fn film(item: Scope<'_>) -> Consumption {
    let size = item.text(tags::FILM_SIZE_ID).or_empty();
    let medium = item.text(tags::MEDIUM_TYPE).or_empty();
    Consumption {
        code: None,
        name: [size, medium].join(" ").trim().to_owned(),
        quantity: item.text(tags::NUMBER_OF_FILMS).or_empty(),
        unit: FILMS.to_owned(),
    }
}

fn supply(item: Scope<'_>) -> Consumption {
    let code = first(codes(item, tags::BILLING_ITEM_SEQUENCE));
    let quantity = item
        .items(tags::QUANTITY_SEQUENCE)
        .unwrap_or_default()
        .into_iter()
        .next();
    let unit = quantity.and_then(|item| first(codes(item, tags::MEASURING_UNITS_SEQUENCE)));
    Consumption {
        name: code
            .as_ref()
            .map(|code| code.meaning.clone())
            .unwrap_or_default(),
        code,
        quantity: quantity
            .map(|item| item.text(tags::QUANTITY).or_empty())
            .unwrap_or_default(),
        unit: unit.map(|code| code.value).unwrap_or_default(),
    }
}

fn first(codes: Vec<Code>) -> Option<Code> {
    codes.into_iter().next()
}

/// Contrast agents at the top level and of all series; `None` if no attribute of it was sent.
fn contrast(scope: Scope<'_>) -> Option<Vec<Consumption>> {
    let series = scope
        .items(tags::PERFORMED_SERIES_SEQUENCE)
        .unwrap_or_default();
    let places: Vec<Scope<'_>> = [scope]
        .into_iter()
        .chain(series)
        .filter(|place| {
            place.has(tags::CONTRAST_BOLUS_AGENT) || place.has(tags::CONTRAST_BOLUS_AGENT_SEQUENCE)
        })
        .collect();
    if places.is_empty() {
        return None;
    }
    let mut agents: Vec<Consumption> = Vec::new();
    for agent in places.into_iter().flat_map(agents_at) {
        // The same agent stands in every series it was seen in; it was injected once.
        if !agents.contains(&agent) {
            agents.push(agent);
        }
    }
    Some(agents)
}

fn agents_at(place: Scope<'_>) -> Vec<Consumption> {
    let name = place.text(tags::CONTRAST_BOLUS_AGENT).or_empty();
    let volume = place.text(tags::CONTRAST_BOLUS_VOLUME).or_empty();
    let unit = if volume.is_empty() { "" } else { "mL" };
    let codes = codes(place, tags::CONTRAST_BOLUS_AGENT_SEQUENCE);
    if codes.is_empty() && name.is_empty() {
        return Vec::new();
    }
    let agent = |code: Option<Code>| Consumption {
        name: match &code {
            Some(code) if name.is_empty() => code.meaning.clone(),
            Some(_) | None => name.clone(),
        },
        code,
        quantity: volume.clone(),
        unit: unit.to_owned(),
    };
    if codes.is_empty() {
        return vec![agent(None)];
    }
    codes.into_iter().map(|code| agent(Some(code))).collect()
}
