"""The meals room: what is served now and next, the dishes, and what a driver may or won't eat."""
