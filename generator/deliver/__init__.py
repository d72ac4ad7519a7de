"""What leaves the house: the ready-to-paste pack, drafts on platforms, notices to people."""

from generator.deliver.keys import Secrets
from generator.deliver.outlets import outlets_of
from generator.deliver.pack import write_pack
from generator.deliver.sending import send_waiting

__all__ = ["Secrets", "outlets_of", "send_waiting", "write_pack"]
