"""What leaves the house: the ready-to-paste pack, drafts on platforms, notices to people."""

from generator.deliver.pack import write_pack

__all__ = ["write_pack"]
