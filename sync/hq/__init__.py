"""Headquarters: what stands on the sync server, and the `hq` program."""
