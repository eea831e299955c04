"""When a vehicle will be called: learned from the port's own events, with an honest range.

Pure: events go in, time comes with them. Within this folder a moment is a float, minutes of Beijing
wall time since 1970-01-01 (`wall_minutes`), so that hours and days fall out by division.
"""
