"""Prints worklist items stored as DICOM files as a CSV schedule: `worklist_to_csv.py FOLDER`."""

import csv
import sys
from pathlib import Path

from pydicom import dcmread
from pydicom.multival import MultiValue

ROOT = [
    "AccessionNumber",
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "MedicalAlerts",
    "Allergies",
    "StudyInstanceUID",
    "RequestingPhysician",
    "RequestedProcedureDescription",
    "RequestedProcedureID",
    "RequestedProcedurePriority",
]
STEP = [
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ScheduledPerformingPhysicianName",
    "ScheduledProcedureStepDescription",
    "ScheduledProcedureStepID",
    "ScheduledStationName",
    "ScheduledProcedureStepLocation",
]


def text(value):
    if isinstance(value, MultiValue):
        return "\\".join(str(one) for one in value)
    return "" if value is None else str(value)


def row(path):
    item = dcmread(path, force=True)
    step = item.ScheduledProcedureStepSequence[0]
    values = [text(item.get(keyword)) for keyword in ROOT]
    return values + [text(step.get(keyword)) for keyword in STEP]


writer = csv.writer(sys.stdout)
writer.writerow(ROOT + STEP)
for path in sorted(Path(sys.argv[1]).glob("*.wl")):
    writer.writerow(row(path))
