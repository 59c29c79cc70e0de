"""The colours of the theme: classes stay apart for every common kind of colour vision, and words can be read."""

from itertools import combinations

import numpy as np
import pytest

from gdapp.player.component import tokens

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "as most people see": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
SEEN_APART = 12
"""Differences in CIE Lab: 2 to 3 can just be seen side by side; these are told apart at a glance, and their marks differ too."""


def linear(colour):
    """sRGB, as "#rrggbb", in linear light."""
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light):
    """Linear light in CIE Lab (D65)."""
    share = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_two_classes_look_alike(mode, vision):
    theme = tokens()[mode]
    seen = {k: lab(VISION[vision] @ linear(theme[f"class-{k}"])) for k in range(5)}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= SEEN_APART, (one, other)


def contrast(one, other):
    """WCAG's ratio between two colours."""
    low, high = sorted(TO_XYZ[1] @ linear(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_and_lines_stand_out_from_the_page(mode):
    theme = tokens()[mode]
    for words in ("ink", "muted", "accent"):
        assert contrast(theme[words], theme["paper"]) >= 4.5, words
    for line in ("gradient", "optimum", "comparison"):
        assert contrast(theme[line], theme["paper"]) >= 3, line
