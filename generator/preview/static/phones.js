// As the platforms show it: cuts, grids and feeds in a phone's frame, at a phone's size.
import { $, data, el, fill, get, keys } from "./studio.js";
const given = data();
const base = `/api/manuscripts/${given.id}`;
const version = `${given.version}.${given.edition}`;
const facts = [...new Map(given.cards.filter((c) => c.state !== "refused" || c.file).map((c) => [c.fact, c])).values()];
let platform = "list";
const sizes = Object.fromEntries(given.designs.sizes.map((s) => [s.id, s]));
const crops = {};
fill($("from"), facts.map((c) => [c.fact, `${c.fact} ${c.text.slice(0, 18)}`]), facts[0]?.fact);
const address = (card, size) => `${base}/picture?${new URLSearchParams({ fact: card.fact, size, v: version, ...($("again").checked ? { seen: "wechat" } : {}) })}`;
/** A picture cut to a frame x0, y0, x1, y1 (shares of its sides). */
function cut(card, size, frame = [0, 0, 1, 1], more = {}) {
  const s = sizes[size], [x0, y0, x1, y1] = frame, box = el("div", { class: "cut" });
  box.style.aspectRatio = `${s.width * (x1 - x0)} / ${s.height * (y1 - y0)}`;
  const img = el("img", { src: address(card, size), alt: card.alt || card.text, loading: "lazy" });
  img.onerror = async () => {
    box.replaceChildren(el("div", { class: "no" }, "未通过"));
    const said = await fetch(img.src).then((r) => r.json()).catch(() => null);
    if (said?.message) { box.title = said.message; tell(`第 ${card.fact} 条 ${said.message}`); }
  };
  Object.assign(img.style, { width: `${100 / (x1 - x0)}%`, left: `${(-100 * x0) / (x1 - x0)}%`, top: `${(-100 * y0) / (y1 - y0)}%` });
  box.append(img);
  if ($("safe").checked) {
    const [a, b, c, d] = s.safe, mark = el("div", { class: "safe-frame" });
    const px = (v, lo, hi) => `${(100 * (v - lo)) / (hi - lo)}%`;
    Object.assign(mark.style, { left: px(a, x0, x1), top: px(b, y0, y1), width: `${(100 * (c - a)) / (x1 - x0)}%`, height: `${(100 * (d - b)) / (y1 - y0)}%` });
    box.append(mark);
  }
  if (more.badge) box.append(el("span", { class: "badge" }, more.badge));
  return box;
}
const phone = (title, caption, kind, ...inside) => el("figure", {}, el("div", { class: `phone ${kind}` }, el("div", { class: "notch" }, title), el("div", { class: "screen", tabIndex: 0 }, ...inside)), el("figcaption", {}, caption));
const run = (n) => { const start = Math.max(0, facts.findIndex((c) => c.fact === $("from").value)); return Array.from({ length: Math.min(n, facts.length) }, (_, i) => facts[(start + i) % facts.length]); };
const feed = (name, words, ...inside) => el("div", { class: "feed" }, el("div", { class: "ava" }, "本报"), el("div", {}, el("div", { class: "name" }, name), el("p", {}, words), ...inside));
const nine = (n, size, full) => el("div", { class: `nine n${n}${full ? " full" : ""}` }, ...run(n).map((c) => cut(c, size)));
async function crop(size) { return (crops[size] ??= await get(`/api/sizes/${size}/crops`)); }
const views = {
  async list() {
    const wide = await crop("wechat-cover"), [lead, ...rest] = run(4);
    const message = (frames) => el("div", { class: "msg" },
      el("div", { class: "lead-pic" }, cut(lead, "wechat-cover", wide.wide), el("div", { class: "t" }, lead.text)),
      ...rest.map((c) => el("div", { class: "sub" }, el("span", {}, c.text), cut(c, frames, frames === "wechat-cover" ? wide.square : undefined))));
    return [phone("订阅号消息", "头条封面裁成 2.35∶1，次条用方形封面", "", message("wechat-cover-square")), phone("转发到聊天", "头条封面被裁成方形时", "", el("div", { class: "msg" }, el("div", { class: "sub" }, el("span", {}, lead.text), cut(lead, "wechat-cover", wide.square))), message("wechat-cover"))];
  },
  async strip() {
    const cards = run(6), strip = (size) => el("div", { class: "strip", tabIndex: 0, "aria-label": "左右滑动" }, ...cards.map((c) => cut(c, size)));
    return [phone("公众号贴图", "左右滑动看每一张", "white", strip("wechat-post"), el("div", { class: "dots" }, `1 / ${cards.length}`), el("div", { class: "cap-text" }, cards[0].text)), phone("手机海报", "满屏看一张", "white", cut(cards[0], "poster"))];
  },
  async moments() {
    return [phone("朋友圈", "一张、四张", "white", feed("本报", run(1)[0].text, nine(1, "moments")), feed("本报", given.title, nine(4, "moments-grid"))), phone("朋友圈", "九张", "white", feed("本报", given.title, nine(9, "moments-grid")))];
  },
  async weibo() {
    const [one] = run(1);
    return [phone("微博", "九宫格", "white weibo", feed("本报官方微博", `#${given.title}# 九张图看懂。`, nine(9, "weibo-grid", true))), phone("微博", "单图：信息流里先看到的样子", "white weibo", feed("本报官方微博", one.text, cut(one, "weibo"))), phone("微博", "长图：信息流里只露出头上一截，点开才是全图", "white weibo", feed("本报官方微博", `#${given.title}#`, long()))];
  },
};
const told = new Set();
/** A refused picture says why under the phones: a small square has no room for it. */
function tell(words) { told.add(words); $("said").replaceChildren(...[...told].map((t) => el("li", {}, t))); $("said").hidden = false; }
/** A long picture as a feed shows it: its first square under a badge; opened by a click. */
function long() {
  const src = `${base}/long?v=${version}`, box = el("a", { class: "cut long", href: src, target: "_blank", rel: "noopener" });
  box.style.aspectRatio = "1";
  const img = el("img", { src, alt: `长图：${given.title}` });
  img.style.width = "100%";
  img.onerror = async () => { box.replaceChildren(el("div", { class: "no" }, "未通过")); const said = await fetch(src).then((r) => r.json()).catch(() => null); if (said?.message) tell(`长图 ${said.message}`); };
  box.append(img, el("span", { class: "badge" }, "长图"));
  return box;
}
let drawing = 0;
async function draw() {
  const now = ++drawing;
  told.clear(); $("said").replaceChildren(); $("said").hidden = true;
  for (const b of $("platforms").children) b.setAttribute("aria-pressed", b.dataset.p === platform);
  if (!facts.length) return $("phones").replaceChildren(el("p", { class: "lead" }, "还没有可以看的卡片。"));
  const made = await views[platform]();
  if (now === drawing) $("phones").replaceChildren(...made);
}
$("platforms").addEventListener("click", (event) => { if (event.target.dataset.p) { platform = event.target.dataset.p; draw(); } });
for (const id of ["from", "again", "safe"]) $(id).addEventListener("change", draw);
keys(Object.fromEntries([...$("platforms").children].map((b, i) => [`${i + 1}`, () => b.click()])));
draw();
