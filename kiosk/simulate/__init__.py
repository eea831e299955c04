"""`kiosk simulate`: days of a home by the same rules as the screens, without a screen."""
