"""What stands in the driver home: the kiosk, the wall and the desk."""
