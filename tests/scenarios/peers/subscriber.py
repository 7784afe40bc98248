"""A subscriber of MPPS Notification made of pynetdicom. Takes a port, its AE title and the statuses to
answer with, the last of them from then on; prints each event it is told as a line of JSON.

The first line says that it listens, and where: {"port"}; the others are
{"event", "uid", "calling", "status"}.
"""

import json
import sys

from pynetdicom import AE, evt
from pynetdicom.sop_class import ModalityPerformedProcedureStepNotification


def main():
    port, title = int(sys.argv[1]), sys.argv[2]
    statuses = [int(status, 16) for status in sys.argv[3:]] or [0]

    def hear(event):
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        told = {
            "event": event.request.EventTypeID,
            "uid": str(event.request.AffectedSOPInstanceUID),
            "calling": event.assoc.requestor.ae_title,
            "status": status,
        }
        print(json.dumps(told), flush=True)
        return status, None

    entity = AE(ae_title=title)
    # The peer that opens the association is the SCP: it needs to be let (PS3.7 D.3.3.4).
    entity.add_supported_context(
        ModalityPerformedProcedureStepNotification, scu_role=False, scp_role=True
    )
    server = entity.start_server(
        ("127.0.0.1", port), block=False, evt_handlers=[(evt.EVT_N_EVENT_REPORT, hear)]
    )
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    sys.stdin.read()


main()
