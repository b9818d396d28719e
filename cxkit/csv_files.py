"""CSV as people have it: any separator, the encodings of spreadsheets, and mistakes with a line.

Everything is read as text: a type guessed too early loses what was written (``007``, ``NA`` as
a name, 9 digits of 12). A row with too few or too many cells is refused with its line, because
a reader that fills it up would move values into columns where they do not belong.
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pandas as pd

from cxkit.language import say
from cxkit.require import InputError

__all__ = ["read_texts"]

_SEPARATORS = ";\t|,"
#: What pandas takes for missing, in data from elsewhere.
ABSENT = frozenset(
    ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
     "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"]
)  # fmt: skip


def read_texts(path: Path, absent: frozenset[str] = ABSENT) -> pd.DataFrame:
    """Read a CSV file, every cell as text.

    Parameters
    ----------
    path : Path
        Separated by comma, semicolon, tab or bar; in UTF-8, UTF-16 with its mark, or the
        encoding of Western spreadsheets (cp1252).
    absent : set of str
        Cells that are missing.

    Returns
    -------
    DataFrame
        Of texts, missing where a cell is `absent`.

    Raises
    ------
    InputError
        With the file and the line, for a row of another length, bytes that are no text, an
        open quotation mark at the end, or a file without a header.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "surveys.csv"
    >>> _ = file.write_bytes("score;comment\\n0;déçu\\n;\\n".encode("cp1252"))
    >>> read_texts(file)["score"].tolist()
    ['0', nan]
    """
    text = _decode(path)
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    separator = separator if separator in head else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    begun = 1
    try:
        for row in reader:
            if row and rows and len(row) != len(rows[0]):
                found, wanted = (say("csv.cells", n=n) for n in (len(row), len(rows[0])))
                raise InputError(_place(path, begun), found, wanted, say("csv.fix_cells"))
            if row:
                rows.append(row)
            begun = reader.line_num + 1
    except csv.Error as problem:
        place = _place(path, begun)
        raise InputError(place, str(problem), say("csv.quoted"), say("csv.fix_quoted")) from problem
    if not rows:
        raise InputError(path.name, say("csv.nothing"), say("dataset.a_table"), "")
    names, cells = rows[0], [[None if c in absent else c for c in row] for row in rows[1:]]
    return pd.DataFrame(cells, columns=names, dtype="str")


def _place(path: Path, line: int) -> str:
    return str(say("csv.place", file=path.name, line=line))


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as problem:
            line = raw.count(b"\n", 0, problem.start) + 1
            got = f"0x{raw[problem.start]:02x}"
            fix = say("csv.fix_encoding")
            raise InputError(_place(path, line), got, say("csv.encoding"), fix) from problem
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(_place(path, line), "0x00", say("csv.encoding"), say("csv.fix_encoding"))
    return text
