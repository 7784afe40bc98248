"""The desktop's notification service: prints each notification, clicks when told to.

Prints `ready`, then one JSON object for each notification. A line on standard input clicks the
last one.
"""

import json
import sys

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.Notifications"
CLICKABLE = "default"
ID = 1

bus = open_dbus_connection(bus="SESSION")
bus.send_and_get_reply(message_bus.RequestName(NAME))
print("ready", flush=True)
while True:
    call = bus.receive()
    if call.header.message_type is not MessageType.method_call:
        continue
    member = call.header.fields[HeaderFields.member]
    if member == "GetCapabilities":
        bus.send(new_method_return(call, "as", (["actions", "body"],)))
    elif member == "GetServerInformation":
        bus.send(new_method_return(call, "ssss", ("Tests", "Stepboard", "1", "1.2")))
    elif member == "Notify":
        _, _, _, title, body, actions, _, _ = call.body
        bus.send(new_method_return(call, "u", (ID,)))
        print(json.dumps({"title": title, "body": body}), flush=True)
        sys.stdin.readline()
        place = DBusAddress("/org/freedesktop/Notifications", interface=NAME)
        if CLICKABLE in actions:
            bus.send(new_signal(place, "ActionInvoked", "us", (ID, CLICKABLE)))
