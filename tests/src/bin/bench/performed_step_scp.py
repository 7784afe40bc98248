"""An MPPS SCP that answers success and keeps nothing: the fastest pynetdicom can be."""

import socket
import threading

from pynetdicom import AE, evt
from pynetdicom.sop_class import ModalityPerformedProcedureStep


def no_delay(event):
    """pynetdicom leaves Nagle's algorithm on, which can cost 40 ms a message."""
    event.assoc.dul.socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def main():
    server = AE(ae_title="PYNETDICOM")
    server.maximum_associations = 100
    server.add_supported_context(ModalityPerformedProcedureStep)
    handlers = [
        (evt.EVT_CONN_OPEN, no_delay),
        (evt.EVT_N_CREATE, lambda event: (0x0000, None)),
        (evt.EVT_N_SET, lambda event: (0x0000, None)),
    ]
    running = server.start_server(("127.0.0.1", 0), block=False, evt_handlers=handlers)
    print(running.socket.getsockname()[1], flush=True)
    threading.Event().wait()


main()
