"""The page of the mail catcher: a list of the emails, and each email, in Chinese and English.

An email's HTML is somebody else's: it is shown in a sandboxed frame that may load nothing from anywhere.
"""

from flask import Flask, Response, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ops.mailbox.emails import Email, Emails

SHOWN = 200
NAMES = ("127.0.0.1", "localhost", "[::1]")
PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
EMAIL_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
WORDS = {
    "zh": {
        "title": "本机信箱",
        "hint": "系统发出的信都留在这里，不会寄给任何人。",
        "empty": "还没有信。",
        "time": "时间",
        "from": "发件人",
        "to": "收件人",
        "subject": "主题",
        "files": "附件",
        "text": "纯文本",
        "raw": "下载原信",
        "back": "返回列表",
        "all": "共 {count} 封，显示最新的 {shown} 封",
        "other": "English",
    },
    "en": {
        "title": "Local mailbox",
        "hint": "Emails that the system sends stay here; none is delivered to anybody.",
        "empty": "No email yet.",
        "time": "Time",
        "from": "From",
        "to": "To",
        "subject": "Subject",
        "files": "Files",
        "text": "Plain text",
        "raw": "Download the email",
        "back": "Back to the list",
        "all": "{count} emails, the newest {shown} shown",
        "other": "中文",
    },
}


def create_page(emails: Emails, *, port: int = 80) -> Flask:
    """The web application over `emails`, for a browser on this machine: at `port` of no other name than its own. A page
    of somebody else's that lets its own name lead here (DNS rebinding) would read the emails else."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    ours = {name + end for name in NAMES for end in (f":{port}", *([""] if port == 80 else []))}

    @app.before_request
    def expect_ours() -> None:
        if request.headers.get("Host", "").lower() not in ours:
            abort(421)

    @app.get("/")
    def listing() -> str:
        shown = list(emails.newest(SHOWN))
        return render_template("list.html", emails=shown, count=emails.count(), **_words())

    @app.get("/letters/<name>")
    def one(name: str) -> str:
        return render_template("email.html", email=_found(emails, name), **_words())

    @app.get("/letters/<name>/html")
    def html(name: str) -> Response:
        response = Response(_found(emails, name).html, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = EMAIL_POLICY
        return response

    @app.get("/letters/<name>/raw")
    def raw(name: str) -> Response:
        return _download(_found(emails, name).raw, "message/rfc822", f"{name}.eml")

    @app.get("/letters/<name>/parts/<int:number>")
    def part(name: str, number: int) -> Response:
        parts = _found(emails, name).parts
        if number >= len(parts):
            abort(404)
        return _download(parts[number].content, parts[number].kind, parts[number].name)

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.after_request
    def protect(response: AnyResponse) -> AnyResponse:
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return app


def _found(emails: Emails, name: str) -> Email:
    return emails.find(name) or abort(404)


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _words() -> dict[str, object]:
    asked = request.args.get("lang")
    language = asked if asked in WORDS else request.accept_languages.best_match(("zh", "en"), "zh")
    return {"words": WORDS[language], "language": language, "other": "en" if language == "zh" else "zh"}
