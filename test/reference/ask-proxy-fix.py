"""Answers one JSON line for each that comes: what Werkzeug's ProxyFix makes of a WSGI environ."""

import json
import sys

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request


def answer(question):
    """Runs ProxyFix with the counts asked for and returns the facts that an application behind it sees."""
    seen = {}

    def application(environ, start_response):
        request = Request(environ)
        seen["address"] = environ.get("REMOTE_ADDR")
        seen["scheme"] = environ["wsgi.url_scheme"]
        seen["root"] = request.root_url
        if "keys" in question:
            seen["environ"] = {key: environ.get(key) for key in question["keys"]}
            seen["orig"] = environ.get("werkzeug.proxy_fix.orig")
        return []

    ProxyFix(application, **question["counts"])(question["environ"], None)
    return seen


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
