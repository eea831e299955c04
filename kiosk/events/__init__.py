"""What the house has on: who may come, when and where."""
