"""What is written into a stage's markup by the server stays text."""

from playground.ui.stages.autoregressive import readers


def test_what_was_measured_of_a_reader_is_escaped_and_what_was_not_is_said():
    made = readers.template({"gpt": "<b>38 %</b>"})
    assert "&lt;b&gt;38 %&lt;/b&gt;" in made and "<b>38" not in made
    assert made.count("Not measured yet.") == 2
