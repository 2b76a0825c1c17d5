"""Workbooks read or written by the libraries alone, each in a process of its own: `workbooks.py WHAT FILE`.

Answers with seconds and the most memory the process ever held, in megabytes.
"""

import json
import pickle
import sys
import time
from pathlib import Path


def openpyxl_reading(path):
    from openpyxl import load_workbook

    def work():
        book = load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            for _row in sheet.iter_rows(values_only=True):
                pass

    return work


def calamine_reading(path):
    from python_calamine import CalamineWorkbook

    def work():
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            for _row in book.get_sheet_by_name(name).iter_rows():
                pass

    return work


def openpyxl_writing(path):
    from openpyxl import Workbook

    rows = pickle.loads(Path(path).read_bytes())

    def work():
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        book.save(f"{path}.xlsx")

    return work


def xlsxwriter_writing(path):
    import xlsxwriter

    rows = pickle.loads(Path(path).read_bytes())

    def work():
        with xlsxwriter.Workbook(f"{path}.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    return work


def xlsxwriter_typed_writing(path):
    """With a call for each kind of cell, which spares the library the guessing."""
    import xlsxwriter

    rows = pickle.loads(Path(path).read_bytes())

    def work():
        with xlsxwriter.Workbook(f"{path}.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is None:
                        continue
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    else:
                        sheet.write_number(number, column, value)

    return work


def peak():
    """Of this program alone: what getrusage tells is inherited from the one that started it."""
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    what, path = sys.argv[1:]
    work = globals()[what](path)
    started = time.perf_counter()
    work()
    print(json.dumps({"seconds": time.perf_counter() - started, "peak": peak()}))
