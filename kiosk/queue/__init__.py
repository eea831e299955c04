"""The queue room: the port's outbound vehicles, their plates, and where each stands."""
