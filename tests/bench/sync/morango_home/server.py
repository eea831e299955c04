"""Headquarters: FOLDER PORT. Its certificate and one for a device, which lies in the folder
afterwards, then Django's own server."""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command

django.setup()

from morango.models.certificates import Certificate, Key, ScopeDefinition  # noqa: E402


def scope() -> ScopeDefinition:
    return ScopeDefinition.objects.create(
        id="home",
        profile="home",
        version=1,
        primary_scope_param_key="home",
        read_filter_template="",
        write_filter_template="",
        read_write_filter_template="${home}",
    )


def main(folder: str, port: str) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    scope()
    root = Certificate.generate_root_certificate("home")
    key = Key()
    child = Certificate(
        parent=root,
        profile="home",
        scope_definition_id="home",
        scope_version=1,
        scope_params=root.scope_params,
        public_key=Key(public_key_string=key.get_public_key_string()),
    )
    child.id = child.calculate_uuid()
    root.sign_certificate(child)
    chain = [
        {"id": each.id, "serialized": each.serialized, "signature": each.signature}
        for each in (root, child)
    ]
    device = {"chain": chain, "key": key.get_private_key_string()}
    Path(folder, "device.json").write_text(json.dumps(device), "utf-8")
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
