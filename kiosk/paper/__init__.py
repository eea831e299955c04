"""What is printed, as pictures in our fonts."""
