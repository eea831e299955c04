"""How a server's database came to be as it is, step by step (alembic)."""
