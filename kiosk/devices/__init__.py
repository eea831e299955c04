"""What is plugged into a kiosk: each a Protocol, with a real and a simulated one."""
