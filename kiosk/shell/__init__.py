"""What all rooms stand in: window, navigation, session, theme, keyboards, shared controls."""
