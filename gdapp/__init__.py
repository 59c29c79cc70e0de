"""What the pages share: knobs, cached training, figures, the player and the lesson below it."""
