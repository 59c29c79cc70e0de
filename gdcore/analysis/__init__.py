"""What can be said about a run: its curvature, its landscape, its optimum, its verdict. All of it asks the model."""
