"""The services room: what the house offers, what is open now, and the way there."""
