"""What sync costs, beside those whose trade it is: PouchDB, morango, Anki, and a bare floor."""
