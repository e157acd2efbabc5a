"""The page: shell, theme, controls, events and stages. Knows no family by name."""

from playground.ui import typefiles

typefiles.leave_out()
