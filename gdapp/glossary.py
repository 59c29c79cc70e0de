"""Words of the verdict and of the numbers that a beginner does not know, each in a sentence."""

TERMS = {
    "noise floor": "Noise floor: mini-batches give a slope that is right only on average, so a constant step keeps the loss "
    "jumping about at some height. A smaller α or a larger batch lowers it.",
    "no end": "No end: the loss falls for ever towards a value that it never reaches, because there is no lowest point.",
    "longer weights": "Longer weights: the same direction of w, multiplied. The line stays where it is, and every probability "
    "comes closer to 0 or 1.",
    "condition number": "Condition number κmax / κmin: how much more the loss curves in its steepest direction than in its "
    "flattest. The steep one limits α, and the flat one then needs about so many steps.",
    "curvature": "Curvature κ: how fast the slope of the loss changes along a direction. Plain descent is stable "
    "below α = 2 / κmax.",
    "oscillating": "Oscillating: each step leaps across the bottom of the valley, to the other side.",
    "plateau": "Plateau: the loss is almost flat here, though there are lower places.",
    "dead": "A dead unit is 0 for every training row, so no gradient reaches its weights, and it stays so.",
    "many valleys": "Many valleys: this loss is not convex. Which low point is found depends on the start.",
    "support vectors": "Support vectors: the points on the margins, inside the street, or on its wrong side. "
    "Only they pull at the line.",
    "diverged": "Diverged: each step was longer than the last one, until the numbers were beyond all bounds.",
}
"""The word as it is looked for, in any case, and what is said about it."""


def explained(text: str) -> str:
    """What is to be said about the words of a text that need it; "" where there are none."""
    lower = text.lower()
    return "\n\n".join(said for word, said in TERMS.items() if word in lower)
