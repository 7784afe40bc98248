//! Several reports of one performed step made one (PS3.4 F.7.2.2.2).

use super::{Counts, Deviation, Fault, Report};
use crate::Patient;

/// What is known after one more report, and what that report had wrong.
pub(super) struct Merged {
    pub report: Report,
    pub findings: Vec<String>,
}

/// Replaces each attribute that an N-SET may send as a whole. What only N-CREATE may send is kept,
/// and filled where nothing was known; the scheduled steps are never touched, because they were
/// linked when they came.
pub(super) fn merge(known: &Report, sent: &Report) -> Merged {
    let mut merged = Merged {
        report: known.clone(),
        findings: sent.findings.clone(),
    };
    merged.replace_all(sent);
    merged.replace_consumption(sent);
    merged.fill_all(sent);
    merged.compare_counts(known);
    merged
}

impl Merged {
    fn replace_all(&mut self, sent: &Report) {
        let Self { report, findings } = self;
        let mut set = Set { findings };
        set.replace(
            &mut report.description,
            &sent.description,
            "PerformedProcedureStepDescription (0040,0254)",
        );
        set.replace(
            &mut report.type_description,
            &sent.type_description,
            "PerformedProcedureTypeDescription (0040,0255)",
        );
        set.replace(
            &mut report.procedure_codes,
            &sent.procedure_codes,
            "ProcedureCodeSequence (0008,1032)",
        );
        set.replace(
            &mut report.protocol_codes,
            &sent.protocol_codes,
            "PerformedProtocolCodeSequence (0040,0260)",
        );
        set.replace(
            &mut report.comments,
            &sent.comments,
            "CommentsOnThePerformedProcedureStep (0040,0280)",
        );
        set.replace(
            &mut report.discontinuation_reasons,
            &sent.discontinuation_reasons,
            "PerformedProcedureStepDiscontinuationReasonCodeSequence (0040,0281)",
        );
        set.replace(
            &mut report.series,
            &sent.series,
            "PerformedSeriesSequence (0040,0340)",
        );
        // Created without a value they look as if they had not been created.
        report.end_date = sent.end_date.or(report.end_date);
        report.end_time = sent.end_time.or(report.end_time);
    }

    fn replace_consumption(&mut self, sent: &Report) {
        for (source, items) in &sent.consumption {
            let known = self
                .report
                .consumption
                .iter_mut()
                .find(|(known, _)| known == source);
            match known {
                Some((_, known)) => known.clone_from(items),
                None => self.report.consumption.push((*source, items.clone())),
            }
        }
    }

    fn fill_all(&mut self, sent: &Report) {
        let Self { report, findings } = self;
        let mut set = Set { findings };
        set.fill_text(
            &mut report.admission_id,
            &sent.admission_id,
            "AdmissionID (0038,0010)",
        );
        set.fill_text(
            &mut report.performed_procedure_step_id,
            &sent.performed_procedure_step_id,
            "PerformedProcedureStepID (0040,0253)",
        );
        set.fill(
            &mut report.station_ae_title,
            &sent.station_ae_title,
            "PerformedStationAETitle (0040,0241)",
        );
        set.fill_text(
            &mut report.station_name,
            &sent.station_name,
            "PerformedStationName (0040,0242)",
        );
        set.fill_text(
            &mut report.location,
            &sent.location,
            "PerformedLocation (0040,0243)",
        );
        set.fill(
            &mut report.start_date,
            &sent.start_date,
            "PerformedProcedureStepStartDate (0040,0244)",
        );
        set.fill(
            &mut report.start_time,
            &sent.start_time,
            "PerformedProcedureStepStartTime (0040,0245)",
        );
        set.fill_text(&mut report.modality, &sent.modality, "Modality (0008,0060)");
        set.fill_text(&mut report.study_id, &sent.study_id, "StudyID (0020,0010)");
        set.fill_patient(&mut report.patient, &sent.patient);
    }

    /// An N-SET must carry all series and all images again; fewer than before hint at a modality
    /// that sends only the latest.
    fn compare_counts(&mut self, known: &Report) {
        let (before, after) = (Counts::of(known), Counts::of(&self.report));
        if after.series < before.series {
            let fault = Fault::Fewer {
                before: before.series,
                after: after.series,
            };
            let fewer = Deviation::of("PerformedSeriesSequence (0040,0340)", fault);
            self.findings.push(fewer.to_string());
        }
        let (images_before, images_after) = (before.images.unwrap_or(0), after.images.unwrap_or(0));
        if images_after < images_before {
            let fault = Fault::FewerInAllSeries {
                before: images_before,
                after: images_after,
            };
            let fewer = Deviation::of("ReferencedImageSequence (0008,1140)", fault);
            self.findings.push(fewer.to_string());
        }
    }
}

/// Sets attributes and notes what was not allowed.
struct Set<'a> {
    findings: &'a mut Vec<String>,
}

impl Set<'_> {
    fn replace<T: Clone>(&mut self, known: &mut Option<T>, sent: &Option<T>, attribute: &str) {
        if sent.is_none() {
            return;
        }
        if known.is_none() {
            let deviation = Deviation::of(attribute, Fault::NotCreated);
            self.findings.push(deviation.to_string());
        }
        known.clone_from(sent);
    }

    fn fill<T: Clone + PartialEq>(
        &mut self,
        known: &mut Option<T>,
        sent: &Option<T>,
        attribute: &str,
    ) {
        match (&known, sent) {
            (_, None) => {}
            (None, Some(_)) => known.clone_from(sent),
            (Some(old), Some(new)) => {
                if old != new {
                    self.kept(attribute);
                }
            }
        }
    }

    /// An empty text is nothing known, and sent empty it says nothing.
    fn fill_text(&mut self, known: &mut Option<String>, sent: &Option<String>, attribute: &str) {
        let said = sent.clone().filter(|text| !text.is_empty());
        if said.is_some() && known.as_ref().is_some_and(String::is_empty) {
            *known = None;
        }
        self.fill(known, &said, attribute);
    }

    fn fill_patient(&mut self, known: &mut Patient, sent: &Patient) {
        let texts = [
            (
                &mut known.patient_id,
                &sent.patient_id,
                "PatientID (0010,0020)",
            ),
            (
                &mut known.issuer_of_patient_id,
                &sent.issuer_of_patient_id,
                "IssuerOfPatientID (0010,0021)",
            ),
            (&mut known.sex, &sent.sex, "PatientSex (0010,0040)"),
        ];
        for (known, sent, attribute) in texts {
            if known.is_empty() {
                known.clone_from(sent);
            } else if !sent.is_empty() && known != sent {
                self.kept(attribute);
            }
        }
        if known.name.is_empty() {
            known.name.clone_from(&sent.name);
        } else if !sent.name.is_empty() && known.name != sent.name {
            self.kept("PatientName (0010,0010)");
        }
        self.fill(
            &mut known.birth_date,
            &sent.birth_date,
            "PatientBirthDate (0010,0030)",
        );
    }

    fn kept(&mut self, attribute: &str) {
        let deviation = Deviation::of(attribute, Fault::Kept);
        self.findings.push(deviation.to_string());
    }
}
