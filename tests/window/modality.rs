//! A modality beside the window: asks with DCMTK, reports with pynetdicom.

use crate::desk::{Desk, root};
use serde_json::json;
use std::process::Command;

/// One exam on the schedule, as the tests use it.
pub struct Exam {
    /// PatientName (0010,0010).
    pub patient_name: &'static str,
    /// AccessionNumber (0008,0050); the other identifiers follow from it.
    pub accession_number: &'static str,
    /// AE title of its station.
    pub station: &'static str,
}

impl Exam {
    /// The schedule file with these exams, all of them today at noon.
    pub fn schedule(exams: &[Self], today: &str) -> String {
        let mut file = "PatientID,PatientName,Modality,ScheduledStationAETitle,\
            ScheduledProcedureStepStartDate,ScheduledProcedureStepStartTime,AccessionNumber,\
            RequestedProcedureID,RequestedProcedureDescription,ScheduledProcedureStepID,\
            StudyInstanceUID\n"
            .to_owned();
        for Self {
            patient_name,
            accession_number,
            station,
        } in exams
        {
            file += &format!(
                "PID-{accession_number},{patient_name},CT,{station},{today},12:00,\
                 {accession_number},RP-{accession_number},CT abdomen,S-{accession_number},{}\n",
                study(accession_number)
            );
        }
        file
    }

    /// The modality reports: `start`, `complete` or `discontinue`.
    pub fn reports(&self, desk: &Desk, what: &str) {
        let exam = json!({
            "port": desk.dicom_port,
            "calling": self.station,
            "sop_instance_uid": format!("{}.1", study(self.accession_number)),
            "study_instance_uid": study(self.accession_number),
            "accession_number": self.accession_number,
            "step_id": format!("S-{}", self.accession_number),
            "procedure_id": format!("RP-{}", self.accession_number),
            "patient_id": format!("PID-{}", self.accession_number),
            "patient_name": self.patient_name,
        });
        let python = root().join(".tools/python/bin/python");
        let script = root().join("tests/window/modality.py");
        let output = Command::new(python)
            .arg(script)
            .arg(what)
            .arg(exam.to_string())
            .output();
        let output = output.expect("Python is installed: `cargo xtask setup` does it");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{what}: {complaint}");
    }
}

/// The worklist of a station, as DCMTK's findscu prints it.
pub fn worklist(desk: &Desk, station: &str) -> String {
    let step = format!("ScheduledProcedureStepSequence[0].ScheduledStationAETitle={station}");
    let output = Command::new("findscu")
        .args(["-v", "-W", "-aet", station, "-aec", "STEPBOARD"])
        .args(["-k", "PatientName", "-k", "AccessionNumber", "-k", &step])
        .args(["127.0.0.1", &desk.dicom_port.to_string()])
        .output()
        .expect("DCMTK is installed: `cargo xtask setup` does it");
    // findscu reports what it received through its log.
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn study(accession_number: &str) -> String {
    let digits: String = accession_number
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    format!("1.2.826.0.1.3680043.8.498.{digits}")
}
