"""The mail catcher: emails sent to it by SMTP, read back from its pages."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
import urllib3

from ops.mailbox.emails import Emails
from ops.mailbox.page import create_page
from ops.probe import answers
from ops.servers import free_port

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def email(subject: str = "客户反馈报告") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "关系 <guanxi@example.com>", "li@example.com", subject
    made.set_content("您好，报告见附件。")
    made.add_alternative('<p>您好</p><img src="cid:chart"><script>alert(1)</script>', subtype="html")
    made.get_payload()[1].add_related(PICTURE, "image", "png", cid="<chart>")  # type: ignore[index,union-attr]
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="报告.pdf")
    return made


@pytest.fixture
def emails(tmp_path: Path) -> Emails:
    return Emails(tmp_path / "mail")


@dataclass
class Running:
    home: Path
    smtp: int
    url: str


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    mailbox = Running(tmp_path, free_port(), f"http://127.0.0.1:{(web := free_port())}")
    listen = {"SMTP_LISTEN": f"127.0.0.1:{mailbox.smtp}", "LISTEN": f"127.0.0.1:{web}", "GUANXI_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-m", "ops", "mailbox"], env={**os.environ, **listen})
    deadline = time.monotonic() + 20
    while not answers(f"{mailbox.url}/healthz"):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    yield mailbox
    process.terminate()
    assert process.wait(10) == 0


def test_an_email_sent_by_smtp_is_on_the_page_and_in_a_file(running: Running) -> None:
    with smtplib.SMTP("127.0.0.1", running.smtp, timeout=10) as post:
        post.send_message(email(), to_addrs=["li@example.com", "hidden@example.com"])
    page = urllib3.request("GET", running.url, headers={"Accept-Language": "zh-CN"}).data.decode()
    assert "客户反馈报告" in page
    assert "li@example.com, hidden@example.com" in page
    assert len(list((running.home / "mail").glob("*.eml"))) == 1


def test_emails_to_the_refused_domain_are_refused(running: Running) -> None:
    with (
        smtplib.SMTP("127.0.0.1", running.smtp, timeout=10) as post,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        post.send_message(email(), to_addrs=["boss@refused.example"])
    assert list((running.home / "mail").glob("*.eml")) == []


def test_emails_are_listed_newest_first_in_both_languages(emails: Emails) -> None:
    for subject in ("first", "second"):
        emails.keep(bytes(email(subject)), "a@example.com", ["b@example.com"])
    client = create_page(emails).test_client()
    for language, word in (("zh", "本机信箱"), ("en", "Local mailbox")):
        page = client.get(f"/?lang={language}").text
        assert word in page
        assert page.index("second") < page.index("first")


def test_the_html_of_an_email_is_shown_where_it_can_run_and_load_nothing(emails: Emails) -> None:
    name = emails.keep(bytes(email()), "a@example.com", ["b@example.com"])
    client = create_page(emails).test_client()
    page = client.get(f"/letters/{name}")
    assert "<iframe sandbox src=" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    html = client.get(f"/letters/{name}/html")
    assert html.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; img-src data:")
    assert 'src="data:image/png;base64,' in html.text


def test_attachments_are_downloaded_never_shown(emails: Emails) -> None:
    name = emails.keep(bytes(email()), "a@example.com", ["b@example.com"])
    client = create_page(emails).test_client()
    answer = client.get(f"/letters/{name}/parts/1")
    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/letters/{name}/parts/9").status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2Fsecrets", "20260101T000000000000-abcdef", "x"])
def test_a_name_that_is_no_email_answers_404(emails: Emails, name: str) -> None:
    assert create_page(emails).test_client().get(f"/letters/{name}").status_code == 404


def test_a_subject_cannot_bring_markup_into_the_page(emails: Emails) -> None:
    emails.keep(bytes(email("<b>bold</b>")), "a@example.com", ["b@example.com"])
    assert "<b>bold" not in create_page(emails).test_client().get("/").text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "", "127.0.0.1:1"]
)
def test_a_page_of_another_name_that_leads_here_reads_no_email(running: Running, host: str) -> None:
    port = running.url.rpartition(":")[2]
    for path in ("/", "/letters/x/raw", "/healthz"):
        asked = urllib3.request("GET", running.url + path, headers={"Host": host.format(port=port)}, retries=False)
        assert asked.status == 421, path
    assert urllib3.request("GET", running.url, headers={"Host": f"localhost:{port}"}).status == 200
