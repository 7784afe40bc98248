//! A power cut while scanners report: what was acknowledged is there afterwards.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tests::modality::{end_of, start_of};
use tests::report::new_uid;
use tests::{Appointment, Department, Listens, Modality, TestService, block_on, eventually};

const SCANNERS: u32 = 4;
const ROUNDS: u64 = 5;

/// What scanners were told is stored, by SOP Instance UID.
#[derive(Clone, Default)]
struct Acknowledged {
    statuses: Arc<Mutex<BTreeMap<String, &'static str>>>,
}

impl Acknowledged {
    fn note(&self, uid: &str, status: &'static str) {
        let mut statuses = self.statuses.lock().unwrap_or_else(PoisonError::into_inner);
        statuses.insert(uid.to_owned(), status);
    }

    fn all(&self) -> BTreeMap<String, &'static str> {
        let statuses = self.statuses.lock().unwrap_or_else(PoisonError::into_inner);
        statuses.clone()
    }
}

/// Starts and ends exams, until the service is gone.
async fn scan(address: SocketAddr, appointment: Appointment, acknowledged: Acknowledged) {
    let Ok(mut modality) = Modality::associate(address, "CT1").await else {
        return;
    };
    let report = start_of(&appointment);
    loop {
        let uid = new_uid();
        match modality.start(&uid, &report).await {
            Ok(answer) if answer.is_success() => acknowledged.note(&uid, "IN PROGRESS"),
            _ => return,
        }
        match modality.report(&uid, &end_of(&new_uid())).await {
            Ok(answer) if answer.is_success() => acknowledged.note(&uid, "COMPLETED"),
            _ => return,
        }
    }
}

/// Lets scanners work until so many more exams are acknowledged, then cuts the power.
fn cut_the_power_at(service: &mut TestService, more: usize, acknowledged: &Acknowledged) {
    let before = acknowledged.all().len();
    let address = service.address();
    let scanners: Vec<_> = (1..=SCANNERS)
        .map(|number| scan(address, Appointment::new(number), acknowledged.clone()))
        .map(tests::spawn)
        .collect();
    eventually("scanners work", Duration::from_secs(60), || {
        (acknowledged.all().len() >= before + more).then_some(())
    });
    service.kill();
    for scanner in scanners {
        block_on(scanner).expect("a scanner does not panic");
    }
}

#[test]
fn everything_acknowledged_before_a_power_cut_is_there_after_it() {
    let mut chance = StdRng::seed_from_u64(20_261_122);
    let appointments: Vec<_> = (1..=SCANNERS).map(Appointment::new).collect();
    let mut service = Department::scheduled(&appointments).serve();
    let acknowledged = Acknowledged::default();
    for round in 1..=ROUNDS {
        let more = chance.random_range(3..40);
        cut_the_power_at(&mut service, more, &acknowledged);
        service.start_again();

        let performed = service.export("performed");
        let stored: BTreeMap<&str, &str> = performed
            .iter()
            .filter_map(|step| {
                let uid = step["SOPInstanceUID"].as_str()?;
                Some((uid, step["PerformedProcedureStepStatus"].as_str()?))
            })
            .collect();
        for (uid, status) in &acknowledged.all() {
            let found = stored.get(uid.as_str()).copied();
            // The end of the last exam of a scanner may be stored without the scanner knowing.
            let is_kept = found == Some(*status) || found == Some("COMPLETED");
            assert!(
                is_kept,
                "round {round}: {uid} was {status}, found {found:?}"
            );
        }
        let checked = service.run(&["check"]).succeeded();
        assert!(
            checked.starts_with("the database is sound\nthe audit trail is whole"),
            "{checked}"
        );
    }
    let messages = service.export("messages");
    for (uid, status) in acknowledged.all() {
        let wanted = if status == "COMPLETED" { 2 } else { 1 };
        let kept = messages
            .iter()
            .filter(|one| one["SOPInstanceUID"] == uid.as_str());
        assert!(kept.count() >= wanted, "the messages of {uid} are kept");
    }
}
