"""A modality made of pynetdicom. Reads requests as lines of JSON and answers each with one.

{"do": "associate", "port", "calling", "called", "services", "syntaxes", "roles", "extended", "tls"}
{"do": "echo"} {"do": "find", "attributes", "cancel"} {"do": "release"} {"do": "abort"}
{"do": "create" | "set", "uid", "attributes"} {"do": "get", "uid", "keywords"}

Attributes are named by their DICOM keyword; a list of objects is a sequence.
"""

import json
import socket
import ssl
import sys
import threading
from io import BytesIO

from pydicom.datadict import keyword_for_tag, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE, build_role, evt
from pynetdicom.dsutils import decode
from pynetdicom.pdu import A_ASSOCIATE_RJ
from pynetdicom.pdu_primitives import SOPClassExtendedNegotiation
from pynetdicom.sop_class import (
    ModalityPerformedProcedureStep,
    ModalityPerformedProcedureStepRetrieve,
    ModalityWorklistInformationFind,
    Verification,
)

SERVICES = {
    "verification": Verification,
    "worklist": ModalityWorklistInformationFind,
    "performed step": ModalityPerformedProcedureStep,
    "retrieve": ModalityPerformedProcedureStepRetrieve,
}
SYNTAXES = {"explicit": ExplicitVRLittleEndian, "implicit": ImplicitVRLittleEndian}


def data_set(attributes):
    made = Dataset()
    for keyword, value in attributes.items():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            value = [data_set(item) for item in value]
        setattr(made, keyword, value)
    return made


def plain(found):
    attributes = {}
    for element in found:
        if element.VR == "SQ":
            value = [plain(item) for item in element.value]
        elif element.value is None:
            value = ""
        elif element.VM > 1:
            value = [str(one) for one in element.value]
        else:
            value = str(element.value)
        attributes[element.keyword or str(element.tag)] = value
    return attributes


def status(answer):
    if "Status" not in answer:
        return {"status": None}
    return {
        "status": answer.Status,
        "comment": answer.get("ErrorComment", ""),
        "error_id": answer.get("ErrorID"),
    }


def secured(authority, certificate, key):
    context = ssl.create_default_context(cafile=authority)
    if certificate:
        context.load_cert_chain(certificate, key)
    return context, "localhost"


class Checkpoint:
    """Where pynetdicom's reactor thread waits while a request waits for its response.

    The one of pynetdicom 3.0.4 is an event beside a flag: a reactor that passed the event and did not
    yet lower the flag looks parked. The request then begins, the reactor takes its response from the
    queue, and the request waits for it until its timeout. Here passing and lowering are one step.
    """

    def __init__(self, association):
        self.association = association
        self.condition = threading.Condition()
        self.is_open = True
        self.is_used = threading.Event()
        association._reactor_checkpoint = self

    def wait(self):
        with self.condition:
            self.is_used.set()
            self.condition.wait_for(lambda: self.is_open)
            self.association._is_paused = False

    def set(self):
        with self.condition:
            self.is_open = True
            self.condition.notify_all()

    def clear(self):
        with self.condition:
            self.is_open = False


class Modality:
    def __init__(self):
        self.association = None
        self.command = None
        self.context_id = None
        self.data = b""
        self.rejected = None

    def hear(self, event):
        message = event.message
        self.command = message.command_set
        self.context_id = message.context_id
        self.data = message.data_set.getvalue() if message.data_set else b""

    def hear_rejection(self, event):
        pdu = event.pdu
        if isinstance(pdu, A_ASSOCIATE_RJ):
            self.rejected = [pdu.result, pdu.source, pdu.reason_diagnostic]

    def associate(self, port, calling, called, services, syntaxes, roles, extended=(), tls=None):
        entity = AE(ae_title=calling)
        for name in services:
            entity.add_requested_context(SERVICES[name], [SYNTAXES[one] for one in syntaxes])
        negotiated = [
            build_role(SERVICES[name], scu_role=True, scp_role=True) for name in services if roles
        ]
        if extended:
            offered = SOPClassExtendedNegotiation()
            offered.sop_class_uid = ModalityWorklistInformationFind
            offered.service_class_application_information = bytes(extended)
            negotiated.append(offered)
        # `is_rejected` is not always right: when the rejection has closed the socket before the
        # requesting thread looks at it, pynetdicom 3.0.4 takes it for a failure to connect.
        self.rejected = None
        self.association = entity.associate(
            "127.0.0.1",
            port,
            ae_title=called,
            ext_neg=negotiated or None,
            tls_args=secured(**tls) if tls else None,
            evt_handlers=[
                (evt.EVT_DIMSE_RECV, self.hear),
                (evt.EVT_PDU_RECV, self.hear_rejection),
            ],
        )
        if self.association.is_established:
            Checkpoint(self.association).is_used.wait(10)
        accepted = self.association.accepted_contexts
        return {
            "established": self.association.is_established,
            "rejected": self.rejected,
            "accepted": [context.abstract_syntax for context in accepted],
            "extended": {
                str(uid): list(information)
                for uid, information in self.association.acceptor.sop_class_extended.items()
            },
            "syntaxes": sorted({context.transfer_syntax[0] for context in accepted}),
        }

    def echo(self):
        return status(self.association.send_c_echo())

    def find(self, attributes, cancel):
        if cancel:
            # Query and C-CANCEL leave together, so that no answer can be faster than the C-CANCEL.
            connection = self.association.dul.socket.socket
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        responses = self.association.send_c_find(
            data_set(attributes), ModalityWorklistInformationFind, msg_id=7
        )
        if cancel:
            self.association.send_c_cancel(7, query_model=ModalityWorklistInformationFind)
        answers, final = [], None
        for answer, identifier in responses:
            if identifier is None:
                final = status(answer)["status"]
            else:
                answers.append({"status": answer.Status, "attributes": plain(identifier)})
        return {"answers": answers, "final": final}

    def create(self, uid, attributes):
        answer, _ = self.association.send_n_create(
            data_set(attributes), ModalityPerformedProcedureStep, uid
        )
        return self.answered(answer)

    def set(self, uid, attributes):
        answer, _ = self.association.send_n_set(
            data_set(attributes), ModalityPerformedProcedureStep, uid
        )
        return self.answered(answer)

    def get(self, uid, keywords):
        answer, _ = self.association.send_n_get(
            [tag_for_keyword(keyword) for keyword in keywords],
            ModalityPerformedProcedureStepRetrieve,
            uid,
        )
        return self.answered(answer)

    def answered(self, answer):
        listed = self.command.get("AttributeIdentifierList") or []
        listed = [listed] if isinstance(listed, int) else listed
        return {
            "uid": str(self.command.get("AffectedSOPInstanceUID", "")),
            "listed": [keyword_for_tag(tag) for tag in listed],
            "returned": self.returned(),
            **status(answer),
        }

    def returned(self):
        # pynetdicom hands over no data set that comes with a failure.
        if not self.data:
            return {}
        contexts = self.association.accepted_contexts
        context = next(one for one in contexts if one.context_id == self.context_id)
        syntax = context.transfer_syntax[0]
        return plain(decode(BytesIO(self.data), syntax.is_implicit_VR, True))

    def release(self):
        self.association.release()
        return {}

    def abort(self):
        self.association.abort()
        return {}


def main():
    modality = Modality()
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(modality, request.pop("do"))(**request)
        print(json.dumps(answer), flush=True)


main()
