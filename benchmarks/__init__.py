"""What the engine costs, measured as ratios: `python -m benchmarks`. README.md says what is measured and how."""
