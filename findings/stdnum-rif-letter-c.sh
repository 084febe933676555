#!/bin/sh
# python-stdnum 2.2 (PyPI): stdnum.ve.rif refuses every RIF with the letter C (communes) as an unknown component.
#
# The number is public: C406400572, a transport company owned by a commune, as a search of the tax office showed it
# (https://github.com/joseayram/utils/issues/3, which also says that the letter came in August 2015 for what had been a
# J). Its check digit fits when C counts 12 as J does, and stdnum accepts the same digits with J. If C counted 24, the
# next value after G, the check digit would be 1.
#
# Needs python3 with pip and the network; does not use the desk. Exit 0: as described. Exit 1: stdnum behaves otherwise
# now, or accepts the letter (then domain/kernel/identifiers can be compared with it). Exit 2: it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-deps --root-user-action=ignore \
    --target "$folder" python-stdnum==2.2 || exit 2

PYTHONPATH="$folder" python3 - <<'PYTHON'
import sys

import stdnum
from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.ve import rif

print(f"python-stdnum {stdnum.__version__}")


def answer(number):
    try:
        return rif.validate(number)
    except (InvalidChecksum, InvalidComponent) as refused:
        return type(refused).__name__


expected = {
    "C406400572": "InvalidComponent",  # valid and refused
    "J406400572": "J406400572",        # the same digits with J
    "J406400571": "InvalidChecksum",   # the digit that a C counting 24 would need
}
as_described = True
for number, described in expected.items():
    given = answer(number)
    as_described = as_described and given == described
    print(f"rif.validate({number!r}): {given}" + ("" if given == described else f" (was {described})"))
print("stdnum refuses the letter C" if as_described else "stdnum behaves otherwise than described")
sys.exit(0 if as_described else 1)
PYTHON
