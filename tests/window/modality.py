"""A modality that reports one exam: `modality.py start|complete|discontinue EXAM`.

EXAM is a JSON object: port, calling, sop_instance_uid, study_instance_uid, accession_number,
step_id, procedure_id, patient_id, patient_name.
"""

import json
import sys
from datetime import datetime

from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, generate_uid
from pynetdicom import AE
from pynetdicom.sop_class import ModalityPerformedProcedureStep


def start(exam):
    scheduled = Dataset()
    scheduled.AccessionNumber = exam["accession_number"]
    scheduled.ReferencedStudySequence = []
    scheduled.StudyInstanceUID = exam["study_instance_uid"]
    scheduled.RequestedProcedureDescription = ""
    scheduled.RequestedProcedureID = exam["procedure_id"]
    scheduled.ScheduledProcedureStepDescription = ""
    scheduled.ScheduledProcedureStepID = exam["step_id"]
    scheduled.ScheduledProtocolCodeSequence = []

    report = Dataset()
    report.SpecificCharacterSet = "ISO_IR 192"
    report.ScheduledStepAttributesSequence = [scheduled]
    report.PatientName = exam["patient_name"]
    report.PatientID = exam["patient_id"]
    report.PatientBirthDate = ""
    report.PatientSex = ""
    report.ReferencedPatientSequence = []
    report.PerformedProcedureStepID = "P1"
    report.PerformedStationAETitle = exam["calling"]
    report.PerformedStationName = ""
    report.PerformedLocation = ""
    report.PerformedProcedureStepStartDate = datetime.now().strftime("%Y%m%d")
    report.PerformedProcedureStepStartTime = datetime.now().strftime("%H%M%S")
    report.PerformedProcedureStepEndDate = ""
    report.PerformedProcedureStepEndTime = ""
    report.PerformedProcedureStepStatus = "IN PROGRESS"
    report.PerformedProcedureStepDescription = ""
    report.PerformedProcedureTypeDescription = ""
    report.ProcedureCodeSequence = []
    report.Modality = "CT"
    report.StudyID = ""
    report.PerformedProtocolCodeSequence = []
    report.PerformedSeriesSequence = []
    return report


def end(status):
    image = Dataset()
    image.ReferencedSOPClassUID = CTImageStorage
    image.ReferencedSOPInstanceUID = generate_uid()

    series = Dataset()
    series.PerformingPhysicianName = ""
    series.OperatorsName = "Tech^Test"
    series.ProtocolName = "Abdomen"
    series.SeriesInstanceUID = generate_uid()
    series.SeriesDescription = "Portal venous"
    series.RetrieveAETitle = ""
    series.ReferencedImageSequence = [image]
    series.ReferencedNonImageCompositeSOPInstanceSequence = []

    report = Dataset()
    report.SpecificCharacterSet = "ISO_IR 192"
    report.PerformedProcedureStepStatus = status
    report.PerformedProcedureStepEndDate = datetime.now().strftime("%Y%m%d")
    report.PerformedProcedureStepEndTime = datetime.now().strftime("%H%M%S")
    report.PerformedSeriesSequence = [series]
    return report


def main(verb, exam):
    modality = AE(ae_title=exam["calling"])
    modality.add_requested_context(ModalityPerformedProcedureStep)
    association = modality.associate("127.0.0.1", exam["port"], ae_title="STEPBOARD")
    if not association.is_established:
        sys.exit("the association was not accepted")
    uid = exam["sop_instance_uid"]
    if verb == "start":
        status, _ = association.send_n_create(start(exam), ModalityPerformedProcedureStep, uid)
    else:
        final = {"complete": "COMPLETED", "discontinue": "DISCONTINUED"}[verb]
        status, _ = association.send_n_set(end(final), ModalityPerformedProcedureStep, uid)
    association.release()
    if status.get("Status") != 0x0000:
        sys.exit(f"refused:\n{status}")


main(sys.argv[1], json.loads(sys.argv[2]))
