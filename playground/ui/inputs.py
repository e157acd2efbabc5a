"""Gradio's inputs without checks of their own: `Param.check` refuses bad values, in a sentence of ours."""

from typing import Any

import gradio as gr


class Number(gr.Number):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload


class Slider(gr.Slider):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload


class Radio(gr.Radio):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload


class CheckboxGroup(gr.CheckboxGroup):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload


class Checkbox(gr.Checkbox):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload


class Textbox(gr.Textbox):
    """Any payload passes."""

    def preprocess(self, payload: Any) -> Any:
        return payload
