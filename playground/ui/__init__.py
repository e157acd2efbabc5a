"""The page: shell, theme, controls, events and stages. Knows no family by name."""
