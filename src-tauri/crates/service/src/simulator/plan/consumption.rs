//! What an exam uses up: contrast, dose, films, supplies, as scanners report them.

use crate::simulator::catalogue::{Procedure, SCHEME};
use domain::Code;
use domain::performed_step::{Consumption, ConsumptionSource};
use rand::Rng;
use rand::rngs::StdRng;

/// Reported consumption, by the attribute it comes in.
pub(super) type Consumed = Vec<(ConsumptionSource, Vec<Consumption>)>;

/// What performing a procedure completely uses up. `images` is how many were made.
pub(super) fn consumption(rng: &mut StdRng, procedure: &Procedure, images: u32) -> Consumed {
    let mut all = dose(rng, procedure, images);
    if let Some(agent) = procedure.agent {
        let amount = agent.amount * rng.random_range(85..=115) / 100;
        all.push((
            ConsumptionSource::Contrast,
            vec![Consumption {
                code: Some(Code::new(agent.code, SCHEME, agent.name)),
                name: agent.name.to_owned(),
                quantity: amount.to_string(),
                unit: agent.unit.to_owned(),
            }],
        ));
    }
    if !procedure.supplies.is_empty() {
        let supplies = procedure.supplies.iter().map(|supply| Consumption {
            code: Some(Code::new(supply.code, SCHEME, supply.meaning)),
            name: supply.meaning.to_owned(),
            quantity: rng.random_range(1..=supply.most).to_string(),
            unit: "{piece}".to_owned(),
        });
        all.push((ConsumptionSource::BillingSupplies, supplies.collect()));
    }
    if procedure.films > 0 {
        let film = Consumption {
            name: "14INX17IN BLUE FILM".to_owned(),
            quantity: procedure.films.to_string(),
            ..Consumption::default()
        };
        all.push((ConsumptionSource::FilmConsumption, vec![film]));
    }
    if !procedure.supplies.is_empty() || procedure.agent.is_some() {
        let billed = Consumption {
            code: Some(procedure.code()),
            name: procedure.meaning.to_owned(),
            ..Consumption::default()
        };
        all.push((ConsumptionSource::BillingProcedureStep, vec![billed]));
    }
    all
}

/// The same attributes without a value: what is to be set later is created empty (PS3.4
/// F.7.2.1.2).
pub(super) fn announced(consumed: &Consumed) -> Consumed {
    let sources = consumed.iter().map(|(source, _)| *source);
    sources.map(|source| (source, Vec::new())).collect()
}

fn dose(rng: &mut StdRng, procedure: &Procedure, images: u32) -> Consumed {
    let minutes = procedure.minutes;
    match procedure.modality {
        "CT" => {
            let index = rng.random_range(60..190);
            let length = rng.random_range(250..900);
            let comment = format!(
                "CTDIvol {}.{} mGy, DLP {length} mGy.cm",
                index / 10,
                index % 10
            );
            vec![(
                ConsumptionSource::DoseComment,
                vec![Consumption {
                    name: comment,
                    ..Consumption::default()
                }],
            )]
        }
        "DX" => vec![
            area_product(rng.random_range(1..12) * images),
            amount(ConsumptionSource::Exposures, images, ""),
        ],
        "MG" => vec![
            amount(ConsumptionSource::Exposures, images, ""),
            amount(
                ConsumptionSource::EntranceDoseInMilligray,
                rng.random_range(4..9) * images,
                "mGy",
            ),
        ],
        "XA" | "RF" => {
            let fluoroscopy = minutes * rng.random_range(6..16);
            vec![
                area_product(fluoroscopy * rng.random_range(2..6) / 4),
                amount(ConsumptionSource::FluoroscopyTime, fluoroscopy, "s"),
                amount(ConsumptionSource::Exposures, images, ""),
            ]
        }
        _ => Vec::new(),
    }
}

/// Tenths of dGy·cm² as the attribute holds them.
fn area_product(tenths: u32) -> (ConsumptionSource, Vec<Consumption>) {
    let quantity = format!("{}.{}", tenths / 10, tenths % 10);
    let consumption = Consumption {
        quantity,
        unit: "dGy.cm2".to_owned(),
        ..Consumption::default()
    };
    (ConsumptionSource::DoseAreaProduct, vec![consumption])
}

fn amount(
    source: ConsumptionSource,
    quantity: u32,
    unit: &str,
) -> (ConsumptionSource, Vec<Consumption>) {
    let consumption = Consumption {
        quantity: quantity.to_string(),
        unit: unit.to_owned(),
        ..Consumption::default()
    };
    (source, vec![consumption])
}
