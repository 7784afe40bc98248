//! The worklist answers every attribute of its table, and the default query of others.

use serde_json::{Value, json};
use tests::{Appointment, ForeignModality, TestService};

const PENDING: u16 = 0xFF00;
const SUCCESS: u16 = 0x0000;

/// Every attribute of PS3.4 Table K.6-1 beside the items of sequences, with what devices ask for of
/// the modules it names.
const OF_ROOT: [&str; 62] = [
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "IssuerOfAccessionNumberSequence",
    "ReferringPhysicianName",
    "ReferringPhysicianTelephoneNumbers",
    "ReferringPhysicianIdentificationSequence",
    "ReferencedStudySequence",
    "ReferencedPatientSequence",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "IssuerOfPatientIDQualifiersSequence",
    "PatientBirthDate",
    "PatientSex",
    "PatientPrimaryLanguageCodeSequence",
    "OtherPatientIDsSequence",
    "OtherPatientNames",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
    "PatientAddress",
    "MilitaryRank",
    "MedicalAlerts",
    "Allergies",
    "CountryOfResidence",
    "EthnicGroup",
    "AdditionalPatientHistory",
    "PregnancyStatus",
    "PatientComments",
    "StudyInstanceUID",
    "RequestingPhysician",
    "RequestingService",
    "RequestingServiceCodeSequence",
    "RequestedProcedureDescription",
    "RequestedProcedureCodeSequence",
    "VisitStatusID",
    "AdmissionID",
    "IssuerOfAdmissionIDSequence",
    "ServiceEpisodeID",
    "SpecialNeeds",
    "PertinentDocumentsSequence",
    "CurrentPatientLocation",
    "PatientInstitutionResidence",
    "PatientState",
    "ScheduledSpecimenSequence",
    "RequestedProcedureID",
    "ReasonForTheRequestedProcedure",
    "RequestedProcedurePriority",
    "PatientTransportArrangements",
    "RequestedProcedureLocation",
    "ConfidentialityCode",
    "ReportingPriority",
    "NamesOfIntendedRecipientsOfResults",
    "RequestedProcedureComments",
    "ReasonForTheImagingServiceRequest",
    "OrderEnteredBy",
    "OrderCallbackPhoneNumber",
    "PlacerOrderNumberImagingServiceRequest",
    "FillerOrderNumberImagingServiceRequest",
    "ConfidentialityConstraintOnPatientDataDescription",
    "BarcodeValue",
];
const OF_STEP: [&str; 18] = [
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ScheduledProcedureStepEndDate",
    "ScheduledProcedureStepEndTime",
    "ScheduledPerformingPhysicianName",
    "ScheduledProcedureStepDescription",
    "ScheduledProtocolCodeSequence",
    "ScheduledProcedureStepID",
    "ScheduledStationName",
    "ScheduledProcedureStepLocation",
    "PreMedication",
    "ScheduledProcedureStepStatus",
    "CommentsOnTheScheduledProcedureStep",
    "RequestedContrastAgent",
    "ReferencedDefinedProtocolSequence",
    "ReferencedPerformedProtocolSequence",
];

#[test]
fn every_attribute_of_the_table_is_returned_also_when_it_is_not_known() {
    let step = Appointment::new(1).with("MedicalAlerts", "Penicillin");
    let service = TestService::with(&[step]);
    let Some(mut modality) = ForeignModality::pynetdicom(&service, "CT1") else {
        return;
    };
    let asked = |keywords: &[&str]| -> serde_json::Map<String, Value> {
        let value = |keyword: &str| match keyword.ends_with("Sequence") {
            true => json!([]),
            false if keyword == "PregnancyStatus" => Value::Null,
            false => json!(""),
        };
        let keys = keywords
            .iter()
            .map(|&keyword| (keyword.to_owned(), value(keyword)));
        keys.collect()
    };
    let mut query = asked(&OF_ROOT);
    query.insert(
        "ScheduledProcedureStepSequence".to_owned(),
        json!([asked(&OF_STEP)]),
    );
    let found = modality.find(&Value::Object(query));
    let (status, answer) = &found.answers[0];
    assert_eq!(*status, PENDING);
    for keyword in OF_ROOT {
        assert!(!answer[keyword].is_null(), "{keyword}: {answer}");
    }
    let item = &answer["ScheduledProcedureStepSequence"][0];
    for keyword in OF_STEP {
        assert!(!item[keyword].is_null(), "{keyword}: {item}");
    }
    for (asked, expected) in [("Peni*", 1), ("Latex", 0)] {
        let found = modality.find(&json!({"MedicalAlerts": asked}));
        assert_eq!(found.answers.len(), expected, "{asked}");
    }
}

#[test]
fn the_default_query_of_dcmjs_finds_everything() {
    let service = TestService::with(&[Appointment::new(1)]);
    if let Some(mut modality) = ForeignModality::dcmjs(&service, "CT1") {
        let found = modality.find(&json!({"PregnancyStatus": 0}));
        assert_eq!(found.answers.len(), 1);
        assert_eq!(found.final_status, SUCCESS);
    }
}
