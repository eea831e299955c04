"""A Django project on morango, as Kolibri is one; runs on morango's Python, not on ours."""
