"""One target under atheris, which looks for inputs that reach new code: `fuzz.py TARGET -runs=N CORPUS…`.

What follows the target's name is libFuzzer's (`-max_total_time=60`, `-seed=1`, a folder of inputs). An input that
breaks a property is written as `crash-…` into the working folder; `fuzz.py TARGET crash-…` plays it again.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "proxy")]

with atheris.instrument_imports(include=["harness.proxy", "harness.evidence"]):
    import fuzz_inputs as inputs
    import fuzz_targets as fuzz


def main() -> None:
    name = sys.argv.pop(1)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        """By libFuzzer, by chance with the words of the field, or step by step."""
        draw = random.Random(seed)
        how = draw.randrange(3)
        if how == 0:
            return bytes(atheris.Mutate(data, most))
        change = inputs.reordered if how == 1 and name in inputs.WHOLE else inputs.mutated
        return change(data, draw)[:most]

    atheris.Setup(sys.argv, fuzz.TARGETS[name], custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
