"""A device's collection of the records in a file, and its sync to Anki's own server; runs on
Anki's Python, not on the project's: FILE FOLDER ADDRESS and the address for what comes before.
Prints its seconds."""

import json
import sys
import time
from pathlib import Path

from anki.collection import AddNoteRequest, Collection


def main(file: str, folder: str, address: str, before: str) -> None:
    records = json.loads(Path(file).read_text("utf-8"))
    collection = Collection(str(Path(folder, "device.anki2")))
    model = collection.models.new("reading")
    names = list(records[0])
    for name in names:
        collection.models.add_field(model, collection.models.new_field(name))
    template = collection.models.new_template("reading")
    template["qfmt"], template["afmt"] = f"{{{{{names[0]}}}}}", "{{FrontSide}}"
    collection.models.add_template(model, template)
    collection.models.add(model)
    model = collection.models.by_name("reading")
    auth = collection.sync_login("kiosk", "kiosk", before)
    # a new collection goes up as one file: without the records, whose sync is measured
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=True)
    collection.reopen(after_full_sync=True)
    deck = collection.decks.id("Default")
    requests = []
    for record in records:
        note = collection.new_note(model)
        note.fields = [str(record[name]) for name in names]
        requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)
    auth.endpoint = address
    begin = time.perf_counter()
    collection.sync_collection(auth, sync_media=False)
    print(json.dumps({"seconds": time.perf_counter() - begin}), flush=True)


main(*sys.argv[1:])
