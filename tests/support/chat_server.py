"""A real HTTP server that speaks as much of the chat protocol as a test needs, on a free port of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answers = Callable[["Asked"], "Reply"]


@dataclass(frozen=True)
class Asked:
    """One request: its path, headers and body."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """The user message, which is one JSON object."""
        return json.loads(self.body["messages"][1]["content"])

    @property
    def said(self) -> str:
        """The statement, its parts joined."""
        return " ".join(part["text"] for part in self.data["statement"])


@dataclass(frozen=True)
class Reply:
    """What the server sends back."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def chat(content: object) -> Reply:
    """A reply whose answer is the given text."""
    return Reply(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode())


def chosen(stance: str, condition: str | None = None, argument: str = "none") -> Reply:
    """A reply that chooses among the values on offer."""
    return chat(json.dumps({"stance": stance, "condition": condition, "argument": argument}))


@dataclass
class ChatServer:
    """Where it listens, and what it was asked so far."""

    port: int
    asked: list[Asked]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@contextmanager
def chat_server(answers: Answers) -> Iterator[ChatServer]:
    """Run a server that answers so, until the block ends."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(Asked(self.path, dict(self.headers), body))
            reply = answers(asked[-1])
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield ChatServer(server.server_address[1], asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
