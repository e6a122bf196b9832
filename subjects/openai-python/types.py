"""The Assistants models of the official `openai` package, as a program that holds types for wireproof.

It speaks the protocol of `docs/protocol.md`. Needs `pip install openai`.
"""
import sys

del sys.path[0]  # This folder, in which the module `types` of the standard library would be this file.

import json
import pathlib
import struct
import traceback

from openai import BaseModel
from openai._models import construct_type
from openai.pagination import SyncCursorPage
from openai.types.beta import AssistantStreamEvent
from openai.types.beta.threads import Run
from openai.types.beta.threads.runs import RunStep, RunStepDeltaEvent

# name of the subject, component of the document, model
SUBJECTS = [
    ("RunObject", "RunObject", Run),
    ("ListRunsResponse", "ListRunsResponse", SyncCursorPage[Run]),
    ("RunStepObject", "RunStepObject", RunStep),
    ("ListRunStepsResponse", "ListRunStepsResponse", SyncCursorPage[RunStep]),
    ("RunStepDeltaObject", "RunStepDeltaObject", RunStepDeltaEvent),
    ("RunStreamEvent", "RunStreamEvent", AssistantStreamEvent),
    ("RunStepStreamEvent", "RunStepStreamEvent", AssistantStreamEvent),
    ("AssistantStreamEvent", None, AssistantStreamEvent),
]
CORPUS = pathlib.Path(__file__).resolve().parents[2] / "corpus"
RESOURCES = [("document", "schema/openai-runs.json"), ("overlay", "overlays/openai-runs.json")]
DONE, REFUSED, PANICKED = b"\0", b"\1", b"\2"


def read(model, text):
    # As the client makes a model of a response, unless it was told to validate: `_process_response_data` in `_base_client.py`.
    return construct_type(type_=model, value=json.loads(text))


def write(value):
    # `to_json()` of a model leaves out what the server left out; of other values the models inside are written in the same way.
    if isinstance(value, BaseModel):
        return value.to_json(indent=None, warnings=False).encode()
    return json.dumps(value, ensure_ascii=False, default=lambda model: model.to_dict(mode="json", warnings=False)).encode()


def attempt(code, *arguments):
    """The outcome of a call and its result, or the error as JSON."""
    try:
        return DONE, code(*arguments)
    except ValueError as error:
        return REFUSED, json.dumps({"message": str(error)}).encode()
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({pathlib.Path(place.filename).name}:{place.lineno})"
        return PANICKED, json.dumps({"message": message}).encode()


def hello():
    can = {"write": True, "compare": True, "debug": True}
    return {
        "protocol": 1,
        "name": "openai-python",
        "types": [{"type": getattr(model, "__name__", "AssistantStreamEvent"), **can} for _, _, model in SUBJECTS],
        "subjects": [{"name": n, "component": c, "type": index} for index, (n, c, _) in enumerate(SUBJECTS)],
        "resources": [{"kind": kind, "name": name} for kind, name in RESOURCES],
    }


def answer(kind, body, values):
    """The kind and the body of the answer to a request; `None` for one that has no answer."""
    if kind == b"h":
        if json.loads(body)["protocol"] != 1:
            return b"e", b"this program speaks version 1 of the protocol"
        return kind, json.dumps(hello()).encode()
    if kind == b"r":
        number, _decoder, _flags, handle = struct.unpack_from("<HBBI", body)
        outcome, result = attempt(read, SUBJECTS[number][2], body[8:])
        if outcome == DONE:
            values[handle], result = result, b""
        return kind, outcome + b"\0\0" + result
    numbers = [number for (number,) in struct.iter_unpack("<I", body)]
    if kind == b"g":
        return kind, (CORPUS / RESOURCES[numbers[0]][1]).read_bytes()
    if kind == b"x":
        for number in numbers:
            values.pop(number, None)
        return None
    code = {b"w": write, b"q": lambda a, b: b"\1" if a == b else b"\2", b"d": lambda value: repr(value).encode()}[kind]
    return kind, b"".join(attempt(code, *(values[number] for number in numbers)))


engine, out, values = sys.stdin.buffer, sys.stdout.buffer, {}
mark = engine.read(16)
while head := engine.read(5):
    if reply := answer(head[:1], engine.read(int.from_bytes(head[1:], "little")), values):
        out.write(mark + reply[0] + struct.pack("<I", len(reply[1])) + reply[1])
        out.flush()
