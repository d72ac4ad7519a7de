"""The designer's workbench: hard cases for every template, sheets to look at, a template to start from, a check of drawings."""

from generator.workbench.cases import EdgeCase, read_cases
from generator.workbench.matrix import Matrix, Proved, Row

__all__ = ["EdgeCase", "Matrix", "Proved", "Row", "read_cases"]
