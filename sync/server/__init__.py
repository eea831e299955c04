"""The sync server: what it holds (SQLite or PostgreSQL), and how ops become rows."""
