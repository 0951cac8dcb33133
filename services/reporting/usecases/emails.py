"""The emails of a report: written when it is approved, shown until they are sent, tried again on demand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.auth.directory import Staff
from chassis.context import Context
from chassis.mail import Attachment, Email, EmailStatus, emails_of, enqueue_email, picture
from chassis.mail.again import try_now
from services.reporting.domain.workflow import REPORT
from services.reporting.emails import mail, pdf, pictures
from services.reporting.emails.sheets import Sheet, sheets_of
from services.reporting.emails.view import subject_of, view_of
from services.reporting.store import reports as queries
from services.reporting.store.models import Report
from services.reporting.usecases.reports import MailReport


def mail_report(ctx: Context, report_id: UUID) -> int:
    """Write an approved report to whom it goes by the policy; who has the email gets no second one. Returns how many
    persons these are."""
    report = queries.report_of(ctx.session, report_id)
    persons = queries.readers(ctx.session)
    if not persons:
        return 0
    figures = queries.snapshot_of(ctx.session, report).figures
    view = view_of(report, figures, ctx.zone)
    html, text = mail.render_html(view), mail.render_text(view)
    files = [
        *(picture(cid, content) for cid, content in pictures.draw_pictures(figures).items()),
        Attachment(name=f"{report.code}.pdf", mime="application/pdf", content=pdf.render_pdf(view)),
    ]
    for person in persons:
        enqueue_email(
            ctx,
            Email(
                unique_key=f"{_key(report)}{person.id}",
                to=[_address(person)],
                subject=subject_of(report),
                html=html,
                text=text,
                attachments=files,
            ),
        )
    return len(persons)


def pdf_of_report(ctx: Context, report: Report) -> bytes:
    """The report as a PDF, as it now stands."""
    return pdf.render_pdf(view_of(report, queries.snapshot_of(ctx.session, report).figures, ctx.zone))


def sheets_of_report(ctx: Context, report: Report, language: str) -> list[Sheet]:
    """The report's tables, as it now stands."""
    return sheets_of(report, queries.snapshot_of(ctx.session, report).figures, ctx.zone, language)


def emails_of_report(ctx: Context, report: Report) -> Sequence[EmailStatus]:
    """What became of a report's emails."""
    return emails_of(ctx.session, _key(report))


def retry_emails(ctx: Context, id: UUID) -> Report:
    """Try now what the mail server refused, and write to whoever is to get reports since. Raises WrongStatus for a
    report that is not approved."""
    report = queries.report_of(ctx.session, id)
    REPORT.after("retry", report, ctx.actor)
    try_now(ctx, _key(report))
    ctx.enqueue(MailReport(report_id=report.id))
    return report


def _key(report: Report) -> str:
    return f"report:{report.id}:"


def _address(person: Staff) -> str:
    name = "".join(character for character in person.name if character not in '<>"\\,;:@()[]').strip()
    return f"{name} <{person.email}>" if name else person.email
