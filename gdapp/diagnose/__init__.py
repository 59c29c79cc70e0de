"""The page on which programs with a fault are diagnosed. It is no model's page: it has a number in its link, and no knobs."""

from gdapp.diagnose.chosen import diagnoses

__all__ = ["diagnoses"]
