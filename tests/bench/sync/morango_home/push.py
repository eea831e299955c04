"""A device with the records in a file, and their push to an address: FILE FOLDER ADDRESS, the
folder being that of the server. Prints its seconds."""

import json
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

django.setup()

from morango.models.certificates import Certificate, Filter, Key  # noqa: E402
from morango.sync.controller import MorangoProfileController  # noqa: E402
from morango_home.models import Reading, Sealed  # noqa: E402
from morango_home.server import scope  # noqa: E402


def main(file: str, folder: str, address: str) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    scope()
    device = json.loads(Path(folder, "device.json").read_text("utf-8"))
    certificate = Certificate.save_certificate_chain(device["chain"])
    certificate.private_key = Key(private_key_string=device["key"])
    certificate.save()
    root = certificate.parent
    for record in json.loads(Path(file).read_text("utf-8")):
        kind = Sealed if "sealed" in record else Reading
        kind(record=record.pop("id"), partition=root.id, **record).save()
    begin = time.perf_counter()
    connection = MorangoProfileController("home").create_network_connection(address)
    session = connection.create_sync_session(certificate, root)
    push = session.get_push_client()
    push.initialize(Filter(root.id))
    push.run()
    push.finalize()
    print(json.dumps({"seconds": time.perf_counter() - begin}), flush=True)


main(*sys.argv[1:])
