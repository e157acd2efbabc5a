"""Uploads are written to the disk: what does not fit is said in one sentence, and nothing of it stays."""

from pathlib import Path

from gradio import route_utils
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from playground.errors import is_full_disk

MAX_TEXT = 4096  # bytes of a field beside the files
DISK_FULL = "The server's disk is full and keeps nothing new: try again later, or tell whoever runs it."


async def not_written(request: Request, error: Exception) -> Response:
    """What is answered to a request that met an OSError; Gradio's page shows the visitor what is said of an upload."""
    if not is_full_disk(error):
        raise error
    return PlainTextResponse(DISK_FULL, 507)


class Parser(route_utils.GradioMultiPartParser):
    """Gradio's, but an upload that does not arrive whole leaves no file behind, and text is short."""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._current_part
        if part.file is None and len(part.data) + end - start > MAX_TEXT:
            raise MultiPartException(f"A field that is no file may have {MAX_TEXT} bytes.")
        super().on_part_data(data, start, end)

    async def parse(self) -> FormData:
        try:
            form: FormData = await super().parse()
            return form
        except BaseException:
            for file in self._files_to_close_on_error:
                Path(file.name).unlink(missing_ok=True)
                file.file.close()
            raise


def leave_nothing() -> None:
    """Have Gradio read uploads with the Parser."""
    route_utils.GradioMultiPartParser = Parser
