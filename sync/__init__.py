"""What leaves the driver home: records, the outbox, the wire, the server."""
