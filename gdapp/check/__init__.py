"""Hand-ins of a class: found in whatever they come in, trained again, and laid side by side."""
