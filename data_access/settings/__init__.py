"""What the house decided: one versioned document, and what follows from it for facts that are stored already."""
