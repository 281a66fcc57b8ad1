#!/usr/bin/python3
"""fault_smtp.py PORT FOLDER: an SMTP server on loopback that misbehaves.

Mails that it takes are files in FOLDER. The address says what happens:
bad@ 550, nofiles@ 552 for a mail with files, later@ 451 as long as FOLDER/grey exists, hold@ stays silent in
RCPT, late@ keeps the mail and then stays silent instead of saying 250.
Debian's Python is named, since it has aiosmtpd."""
import asyncio
import os
import pathlib
import sys

from aiosmtpd.controller import Controller

folder = pathlib.Path(sys.argv[2])


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("bad@"):
            return "550 5.1.1 no such user"
        if address.startswith("later@") and (folder / "grey").exists():
            return "451 4.7.1 greylisted"
        if address.startswith("hold@") and (folder / "holding").exists():
            (folder / "held").touch()
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if (envelope.rcpt_tos[0].startswith("nofiles@")
                and b"Content-Disposition: attachment" in
                envelope.original_content):
            return "552 5.7.0 this type of file is blocked"
        Handler.count += 1
        name = f"{envelope.rcpt_tos[0]}-{os.getpid()}-{Handler.count}"
        aside = folder / (name + ".part")
        aside.write_bytes(envelope.original_content)
        aside.rename(folder / (name + ".eml"))
        if (envelope.rcpt_tos[0].startswith("late@")
                and (folder / "holding").exists()):
            await asyncio.sleep(3600)
        return "250 2.0.0 taken"


controller = Controller(Handler(), hostname="127.0.0.1",
                        port=int(sys.argv[1]))
controller.start()
print("ready", flush=True)
sys.stdin.read()  # until whoever started us goes away
controller.stop()
