"""The wall: what the port calls, for the whole house to read at eight metres."""
