"""``mima batch``: one folder of cards for each source, each on its own feet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.batch import Outcome, Shop, Workshop, cluster_of, executor_for, press_for, publish
from generator.card.rack import tidy
from generator.cli.asked import Order
from generator.cli.console import complain, say
from generator.cli.progress import shown
from generator.design import Catalogue, Size
from generator.errors import InputError, UsageError
from generator.pipeline import make_cards
from generator.world import World

INTERRUPTED = 130


@dataclass(frozen=True)
class Done:
    """What all batches of one call did; `unread` counts the sources that could not be used."""

    outcomes: tuple[Outcome, ...]
    unread: int
    sizes: Mapping[str, Size]

    @property
    def exit_code(self) -> int:
        """0 all well; 1 some cards refused; 2 a source unreadable or mima at fault; 130 interrupted."""
        if any(one.interrupted for one in self.outcomes):
            return INTERRUPTED
        refused = max((r.exit_code for one in self.outcomes for r in one.manifest.refused), default=0)
        return 2 if self.unread else refused

    def to_json(self, several: bool) -> str:
        """Return the manifest as JSON, or an array of them for several sources."""
        if not several:
            return self.outcomes[0].manifest.to_json()
        return json.dumps(
            [json.loads(one.manifest.to_json()) for one in self.outcomes], ensure_ascii=False, indent=1
        )


def run_batches(order: Order, world: World) -> Done:
    """Make the cards of every source of `order`.

    A source that cannot be read is named on stderr, and the others are made. Raises what concerns all of them:
    UsageError for an unknown name, DesignError, OutputError.
    """
    catalogue = Catalogue.read(world.templates, world.data)
    _prove_names(order, catalogue)
    cache = None if order.cluster else order.cache_folder()
    workshop = Workshop(world, order.renderer, order.read_back, order.packing, cache=cache)
    make_executor, width = executor_for(order.processes), order.processes
    if order.cluster:
        make_executor, width = cluster_of(order.cluster)
        workshop = replace(workshop, ground=press_for(workshop).ground)
    outcomes: list[Outcome] = []
    unread = 0
    for source, folder in zip(order.sources, order.folders(), strict=True):
        try:
            with shown(source.stem) as (on_progress, on_phase):
                shop = Shop(workshop, make_executor, width, on_progress, order.force, on_phase=on_phase)
                outcomes.append(make_cards(source, folder, order.wishes, shop, order.article))
            if order.share and not outcomes[-1].interrupted:
                place = order.share if len(order.sources) == 1 else f"{order.share.rstrip('/')}/{folder.name}"
                sent = publish(folder, outcomes[-1].manifest, place)
                say(f"已送到 {place}（{sent} 个文件）")
        except (InputError, UsageError) as error:
            complain(str(error))
            unread += 1
            continue
        if outcomes[-1].interrupted:
            break
    spoilt = tidy(cache) if cache is not None else 0
    if spoilt:
        say(f"缓存文件夹 {cache} 里有 {spoilt} 个文件坏了，没有用它们，底图已重新画过", "yellow")
    if outcomes and order.renderer == "auto" and press_for(workshop).rasteriser.name != "cairosvg":
        say("系统没有 libcairo，改用 resvg 渲染（结果同样准确，只是慢一些）", "yellow")
    return Done(tuple(outcomes), unread, catalogue.sizes)


def _prove_names(order: Order, catalogue: Catalogue) -> None:
    for name in order.wishes.sizes:
        catalogue.size(name)
    if order.wishes.template:
        catalogue.template(order.wishes.template)
    if order.wishes.theme:
        catalogue.theme(order.wishes.theme)
