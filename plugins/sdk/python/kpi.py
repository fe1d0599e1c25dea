"""Helpers for kpi sources in Python: columns, exact decimals, and errors that say where.

There is no clock, no network and no file here: what a source wants it asks for in `plan`.
"""

# Python loads these on first use, from files; when a plugin runs there are none, so they are loaded while it is built.
import _strptime  # noqa: F401
import encodings.cp1252  # noqa: F401
import encodings.latin_1  # noqa: F401
import encodings.utf_8_sig  # noqa: F401
import encodings.utf_16  # noqa: F401
from datetime import date
from decimal import Decimal

from componentize_py_types import Err
from wit_world.imports import types as wit

_EPOCH = date(1970, 1, 1).toordinal()


def problem(code, message, column=None, row=None):
    """Why there is no answer: `raise problem(...)`. Say what is wrong and what to do; rows count from 0."""
    return Err(wit.Problem(code, message, column, row))


def setting(params, name, otherwise=None):
    """A setting's text; `otherwise` where the rule file says nothing."""
    return next((field.value for field in params.settings if field.name == name), otherwise)


def text(response, encoding="utf-8"):
    """The body of a response as text."""
    try:
        return response.body.decode(encoding)
    except UnicodeDecodeError as error:
        raise problem("not_text", f"{response.id} is no {encoding} from byte {error.start}") from None


def day(days):
    """The date of so many days since 1970-01-01."""
    return date.fromordinal(days + _EPOCH)


def table(*columns):
    """A table of columns, which are all of one length."""
    rows = columns[0][0] if columns else 0
    for length, column in columns:
        if length != rows:
            raise problem("uneven", f"the column has {length} cells, where there are {rows} rows", column.name)
    return wit.Table(rows, [column for _, column in columns])


def texts(name, cells):
    """Texts, None where there is none; each different one is sent once."""
    cells = list(cells)
    codes = {}
    row_codes = [codes.setdefault(cell if cell is not None else "", len(codes)) for cell in cells]
    return _column(name, cells, wit.Data_Dict(wit.Dict(list(codes), row_codes)))


def integers(name, cells):
    """Whole numbers."""
    cells = list(cells)
    return _column(name, cells, wit.Data_Ints([0 if cell is None else cell for cell in cells]))


def decimals(name, cells):
    """Exact numbers, such as money: `decimal.Decimal`, or texts that are one."""
    cells = [None if cell is None else Decimal(cell) for cell in cells]
    for row, cell in enumerate(cells):
        if cell is not None and not cell.is_finite():
            raise problem("not_a_number", f"{cell} is no number", name, row)
    scale = max((-cell.as_tuple().exponent for cell in cells if cell is not None), default=0)
    scale = max(scale, 0)
    units = []
    for row, cell in enumerate(cells):
        unit = 0 if cell is None else int(cell.scaleb(scale))
        if scale > 18 or not -(2**63) <= unit < 2**63 or (cell is not None and Decimal(unit).scaleb(-scale) != cell):
            raise problem("too_large", f"{cell} has more digits than kpi takes", name, row)
        units.append(unit)
    return _column(name, cells, wit.Data_Fixed(wit.Fixed(scale, units)))


def dates(name, cells):
    """`datetime.date`s."""
    cells = list(cells)
    return _column(name, cells, wit.Data_Days([0 if cell is None else cell.toordinal() - _EPOCH for cell in cells]))


def flags(name, cells):
    """True or False."""
    cells = list(cells)
    return _column(name, cells, wit.Data_Bools(bytes(1 if cell else 0 for cell in cells)))


def _column(name, cells, data):
    valid = b""
    if any(cell is None for cell in cells):
        bits = bytearray((len(cells) + 7) // 8)
        for row, cell in enumerate(cells):
            if cell is not None:
                bits[row >> 3] |= 1 << (row & 7)
        valid = bytes(bits)
    return len(cells), wit.Column(name, valid, data)
