//! The rooms of the simulated department.

/// A room with its scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// AE title.
    pub ae_title: String,
    /// Name on the board.
    pub name: String,
    /// Modality (0008,0060).
    pub modality: &'static str,
    /// PerformedLocation (0040,0243).
    pub location: String,
    /// Whether it lists the images it made; many devices do not.
    pub lists_images: bool,
}

/// Which room comes next while the department grows; from the start again when all are there.
const ORDER: [&str; 16] = [
    "CT", "MR", "US", "DX", "XA", "CT", "MG", "US", "DX", "NM", "MR", "DX", "PT", "US", "RF", "CT",
];
/// The order of rooms on a plan of the department.
const MODALITIES: [&str; 9] = ["CT", "MR", "PT", "NM", "XA", "RF", "DX", "MG", "US"];
/// One of so many rooms has a scanner that lists no images.
const LISTS_NO_IMAGES: usize = 6;

/// So many rooms, in a realistic mix.
pub fn stations(count: usize) -> Vec<Station> {
    let rooms: Vec<&str> = ORDER.into_iter().cycle().take(count).collect();
    let mut stations = Vec::with_capacity(count);
    for modality in MODALITIES {
        let of_modality = rooms.iter().filter(|room| **room == modality).count();
        for number in 1..=of_modality {
            stations.push(Station {
                ae_title: format!("{modality}{number}"),
                name: format!("{modality} {number}"),
                modality,
                location: format!("Room {}", 100 + stations.len() + 1),
                lists_images: (stations.len() + 1) % LISTS_NO_IMAGES != 0,
            });
        }
    }
    stations
}

/// The device that calls without being registered.
pub fn stranger() -> Station {
    Station {
        ae_title: "US_PORTABLE".to_owned(),
        name: "US portable".to_owned(),
        modality: "US",
        location: String::new(),
        lists_images: false,
    }
}

#[cfg(test)]
mod tests {
    use super::stations;
    use std::collections::BTreeSet;

    #[test]
    fn every_station_has_a_title_of_its_own() {
        let stations = stations(60);
        assert_eq!(stations.len(), 60);
        let titles: BTreeSet<&str> = stations
            .iter()
            .map(|station| station.ae_title.as_str())
            .collect();
        assert_eq!(titles.len(), 60);
        assert!(titles.iter().all(|title| title.len() <= 16));
    }
}
