"""The terminal's door: the command ``mima``."""

from __future__ import annotations

import errno
import glob
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from generator.batch.store import cannot_write
from generator.cli.app import app
from generator.cli.console import complain, say, speak_utf8
from generator.cli.newsroom import LATER
from generator.cli.wording import wrong_usage
from generator.errors import MimaError

__all__ = ["app", "main"]

DEBUG = "--debug"
INTERRUPTED = 130
_OUT_OF_OUR_HANDS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    0 all well; 1 some cards refused; 2 wrong usage, unreadable input, a full disk, or a fault in mima; 130 Ctrl-C.
    Never raises: every failure is a sentence in Chinese on stderr.
    """
    speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    debug = DEBUG in words
    command = typer.main.get_command(app)
    try:
        result = command(_expanded([w for w in words if w != DEBUG]), "mima", standalone_mode=False, obj=debug)
    except MimaError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("已中断")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our stdout (head, less) has left: nobody is there to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PermissionError as error:  # a folder on the way may not be entered: no fault of ours
        complain(f"没有权限（{error.filename}）。请检查这个文件和它所在文件夹的权限，或换一个位置。")
        return 2
    except OSError as error:
        if error.filename is not None or error.errno not in _OUT_OF_OUR_HANDS:
            complain(_fault(error, debug))
        else:  # every file of ours is written by `store`, which speaks for itself: what is left is the screen
            complain(str(cannot_write(error, Path("标准输出"))))
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # noqa: BLE001  a reader of this screen is no programmer
        if hasattr(error, "format_message"):
            if type(error).__name__ != "NoArgsIsHelpError":
                complain(wrong_usage(error, (*getattr(command, "commands", {}), *LATER)))
            return 2
        complain(_fault(error, debug))
        return 2
    return result if isinstance(result, int) else 0


def _expanded(words: Sequence[str]) -> list[str]:
    """Return the words with ``*.txt`` spelled out, which the shells of Windows leave to the program."""
    if os.name != "nt":
        return list(words)
    return [name for word in words for name in (sorted(glob.glob(word)) or [word])]  # noqa: PTH207


def _fault(error: Exception, debug: bool) -> str:
    told = f"程序内部出错（{type(error).__name__}：{error}）。"
    if debug:
        return told + "请把下面的全部输出发给维护者：\n" + traceback.format_exc()
    return told + "这是 mima 的缺陷：请在命令里加 --debug 再运行一次，把输出连同文章一起发给维护者。"
