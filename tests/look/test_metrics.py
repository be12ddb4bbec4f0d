import subprocess
import sys
from dataclasses import fields

from gradviz.look.metrics import METRICS, Motion
from gradviz.look.tokens import load_tokens


def test_sizes_are_known_without_qt() -> None:
    program = "import sys, gradviz.look.metrics; print(any('PySide6' in m for m in sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_every_length_of_the_tokens_has_a_name_here() -> None:
    tokens = load_tokens()
    lengths = sum(len(tokens[group]) for group in ("size", "space", "radius", "stroke"))
    grouped = {
        "text_size", "line_height", "canvas_text", "lod", "motion", "reduced_motion",
        "popover_shadow", "dialog_shadow",
    }  # fmt: skip
    assert len([f for f in fields(METRICS) if f.name not in grouped]) == lengths


def test_the_numbers_are_those_of_the_design() -> None:
    assert METRICS.card_size == (136, 88)
    assert METRICS.pending_dash == (4, 3)
    assert METRICS.toolbar_height == 48
    assert METRICS.text_size.body == 13
    assert METRICS.canvas_text.min_on_screen == 10
    assert (METRICS.lod.full, METRICS.lod.compact) == (0.6, 0.3)
    assert METRICS.motion.camera == 240
    assert METRICS.motion.ease_standard == (0.2, 0.0, 0.0, 1.0)
    assert len(METRICS.halo_widths) == len(METRICS.halo_alphas) == 4


def test_the_animation_of_a_step_fits_into_the_step() -> None:
    motion = METRICS.motion
    parts = motion.edge_flow + motion.chip_in + motion.count_up + motion.settle
    assert parts <= motion.step_total


def test_reduced_motion_leaves_only_the_wait_between_steps() -> None:
    reduced = METRICS.reduced_motion
    times = {f.name: getattr(reduced, f.name) for f in fields(Motion) if f.type in (int, "int")}
    assert {name for name, ms in times.items() if ms} == {"step_total"}
