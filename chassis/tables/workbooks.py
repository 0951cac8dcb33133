"""Workbooks, opened in a process of their own: the worst of them costs that process and nothing else."""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import orjson

from chassis.tables.problems import Limits, Row, TableProblem, UnreadableTable
from chassis.tables.workbook_process import DONE

ROOT = Path(__file__).parents[2]
PIPE = 256 * 1024


class WorkbookRows:
    """The rows of a workbook's sheet after a number; ``about`` says which one it is, once the first row was asked for.

    To be closed, or used as a context: then the process ends, whether or not everything was read. Raises
    UnreadableTable for a file that is no workbook, and for one that takes more than is allowed.
    """

    def __init__(self, file: IO[bytes], sheet: str, after: int, limits: Limits) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        file.seek(0)
        shutil.copyfileobj(file, self._file, PIPE)
        self._file.seek(0)
        asked = {"sheet": sheet, "after": after, "limits": asdict(limits)}
        self._left = float(limits.waiting)
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-B", "-m", "chassis.tables.workbook_process", orjson.dumps(asked).decode()],
            stdin=self._file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        self._lines = self._read()
        try:
            self.about: dict[str, Any] = self._next()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> WorkbookRows:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Row]:
        while isinstance(line := self._next(), list):
            number, cells, flaws = line
            yield Row(number, cells, [(place, code) for place, code in flaws])

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._file.close()

    def _next(self) -> Any:
        line = next(self._lines, None)
        if line is None:
            raise UnreadableTable(TableProblem.TOO_MUCH_TO_READ)
        found = orjson.loads(line)
        if isinstance(found, dict) and (problem := found.get("end", DONE)) != DONE:
            raise UnreadableTable(TableProblem(problem), **found.get("place", {}))
        return found

    def _read(self) -> Iterator[bytes]:
        """The lines that the process writes, as long as it takes no longer than is allowed."""
        assert self._process.stdout is not None
        pipe, rest = self._process.stdout.fileno(), b""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                began = time.monotonic()
                ready = selector.select(max(self._left, 0))
                self._left -= time.monotonic() - began
                data = os.read(pipe, PIPE) if ready else b""
                if not data:
                    return
                lines = (rest + data).split(b"\n")
                rest = lines.pop()
                yield from lines
