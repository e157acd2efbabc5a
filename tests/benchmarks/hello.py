"""The least Gradio app that answers: what the start of ours is compared with."""

import argparse

import gradio as gr

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int)

with gr.Blocks(analytics_enabled=False) as app:
    name = gr.Textbox("world", label="Name")
    answer = gr.Textbox(label="Answer", elem_id="answer")
    gr.Button("Greet", elem_id="greet").click(lambda name: f"Hello, {name}!", name, answer)

if __name__ == "__main__":
    app.launch(server_port=parser.parse_args().port, quiet=True)
