"""What the kiosk costs, each figure beside its peer or floor in the same run: `make bench`."""
