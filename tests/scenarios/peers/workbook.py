"""Reads a workbook with openpyxl: the cells of its first sheet as JSON, kind and value of each."""

import json
import sys

import openpyxl

sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
rows = [[{"kind": cell.data_type, "value": cell.value} for cell in row] for row in sheet.iter_rows()]
print(json.dumps(rows, default=str))
