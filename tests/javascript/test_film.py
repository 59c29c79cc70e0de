"""A film as the browser writes it, read by a program that others wrote: every pixel of every frame, and how long it stays."""

import json

import numpy as np
import pytest
from PIL import Image

RNG = np.random.default_rng(5)


@pytest.fixture
def filmed(node, tmp_path):
    """filmed(frames, delays) gives the frames (k, height, width, 3) and delays in hundredths of a second as Pillow reads them."""

    def filmed(frames, delays):
        height, width = frames.shape[1:3]
        solid = np.concatenate([frames, np.full((*frames.shape[:3], 1), 255)], axis=3)
        given = [
            {"pixels": frame.ravel().tolist(), "delay": delay}
            for frame, delay in zip(solid, delays, strict=True)
        ]
        source, film = tmp_path / "frames.json", tmp_path / "film.gif"
        source.write_text(json.dumps({"width": width, "height": height, "frames": given}))
        done = node("tests/javascript/film.js", source, film)
        assert done.returncode == 0, done.stderr
        with Image.open(film) as read:
            assert read.size == (width, height) and read.info["loop"] == 0
            seen, stays = [], []
            for number in range(read.n_frames):
                read.seek(number)
                seen.append(np.asarray(read.convert("RGB")).astype(int))
                stays.append(read.info["duration"] / 10)
        return np.array(seen), stays

    return filmed


def test_few_colours_come_back_as_they_were_whatever_moves(filmed):
    colours = RNG.permutation(32)[:6, None] * 8 + np.array([3, 0, 7])  # in bins of their own
    frames = np.zeros((6, 37, 53), int)
    frames[1, 5:20, 9:30] = RNG.integers(6, size=(15, 21))
    frames[2] = frames[1]
    frames[2, 36, 52] = 3  # a single pixel in the last corner
    frames[3:] = RNG.integers(6, size=(37, 53))
    frames[4, 0, 0] = (frames[3, 0, 0] + 1) % 6
    frames[5, 10:12] = 2
    seen, stays = filmed(colours[frames], [8, 7, 9, 8, 120, 300])
    np.testing.assert_array_equal(seen, colours[frames])
    assert stays == [8, 7, 9, 8, 120, 300]


def test_a_frame_like_the_one_before_is_only_time(filmed):
    frames = np.repeat(RNG.integers(2, size=(1, 9, 9, 1)) * 255, 3, axis=3).repeat(2, axis=0)
    seen, stays = filmed(frames, [10, 20])
    assert sum(stays) == 30 and (seen == frames[0]).all()


def test_many_colours_are_near_and_paper_stays_white(filmed):
    noise = RNG.integers(
        0, 256, size=(2, 90, 120, 3)
    )  # more codes than one table of LZW holds, and more colours than a file
    noise[:, :30] = 255
    noise[:, 30:60] = np.linspace(0, 255, 120).astype(int)[None, None, :, None]  # a smooth field
    seen, _ = filmed(noise, [8, 8])
    assert (seen[:, :30] == 255).all()
    error = np.abs(seen - noise)
    assert error[:, 30:60].max() <= 24 and error[:, 60:].mean() < 22
