"""Notices by e-mail, through the newsroom's own server."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from generator.deliver.outlet import Parcel, TryLater, Unclear, UsePack
from generator.errors import DeliveryFailed

SECURITY = ("ssl", "starttls", "none")


@dataclass
class Mail:
    """The outlet for e-mail. `rules`: host, port, security, user, sender, to; the password comes from the environment."""

    rules: Mapping[str, Any]
    password: str = field(default="", repr=False)
    seconds: float = 20.0

    def send(self, parcel: Parcel) -> str:
        """Send a notice; see `Outlet.send`."""
        to = [str(one) for one in self.rules.get("to", [])]
        host, sender = str(self.rules.get("host", "")), str(self.rules.get("sender", ""))
        if not host or not sender or not to:
            raise UsePack(
                "没有设置邮件服务器或收件人", None, "请在 data/newsroom.toml 的 [email] 里填 host、sender 与 to"
            )
        message = EmailMessage()
        message["Subject"] = f"[密码] {parcel.text.splitlines()[0]}"
        message["From"], message["To"] = sender, ", ".join(to)
        message["Date"] = format_datetime(parcel.now)
        # The same letter sent twice has the same id: mail programs show it once.
        message["Message-ID"] = f"<{_plain(parcel.key)}@mima.local>"
        message.set_content(parcel.text)
        server: smtplib.SMTP | None = None
        refused: Mapping[str, Any] = {}
        handed_over = False
        try:
            server = self._server(host)
            if self.rules.get("user"):
                server.login(str(self.rules["user"]), self.password)
            server.ehlo_or_helo_if_needed()
            handed_over = True
            refused = server.send_message(message)
        except smtplib.SMTPAuthenticationError:
            raise DeliveryFailed(
                "邮件服务器不认用户名或密码", None, "请核对 [email] user 与 MIMA_SMTP_PASSWORD"
            ) from None
        except smtplib.SMTPResponseException as error:
            what = f"邮件服务器没有收下（{error.smtp_code}）"
            raise (TryLater if 400 <= error.smtp_code < 500 else DeliveryFailed)(
                what, None, "请查看邮件服务器"
            ) from None
        except smtplib.SMTPRecipientsRefused:
            raise DeliveryFailed("收件人都被拒收", None, "请核对 [email] to") from None
        except (OSError, smtplib.SMTPException) as error:
            # A line that breaks after the letter was handed over: it may be on its way.
            kind = Unclear if handed_over else TryLater
            raise kind(f"连不上邮件服务器（{type(error).__name__}）", None, "稍后会自动再试") from None
        finally:
            if server is not None:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    server.quit()  # what it says to that changes nothing about the letter
        return "ok" + (f"，但 {'、'.join(refused)} 被拒收" if refused else "")

    def _server(self, host: str) -> smtplib.SMTP:
        security = str(self.rules.get("security", "ssl"))
        port = int(self.rules.get("port", 465))
        if security == "ssl":
            return smtplib.SMTP_SSL(host, port, timeout=self.seconds, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=self.seconds)
        if security == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


def _plain(key: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"{ord(c):x}" for c in key)
