"""Where the room's vehicles come from: the port's HTTP interface, or tables dropped in a folder."""
