// The template workshop: real cards of one template, drawn again when a file changes; an error stands over its card.
import { $, ask, data, el, fill, get, listen, post, toast } from "./studio.js";
const given = data();
const base = `/api/manuscripts/${given.id}`;
let { version, edition, designs, cards } = given;
const SHAPES = ["wechat-post", "weibo-grid", "wechat-cover", "poster"];
const KEPT = "mima:样式间";
function choose() {
  const kept = JSON.parse(localStorage.getItem(KEPT) || "{}");
  fill($("template"), designs.templates.map((t) => [t.id, t.name]), kept.template || "metric");
  fill($("theme"), [["", "按事实表"], ...designs.themes.map((t) => [t.id, t.name])], kept.theme || "");
}
function sample() {
  const id = $("template").value, own = cards.filter((c) => c.template === id);
  const codes = designs.templates.find((t) => t.id === id)?.codes || [];
  const others = cards.filter((c) => codes.includes(c.kind));
  const pool = [...new Map([...own, ...others].map((c) => [c.fact, c])).values()].sort((a, b) => a.text.length - b.text.length);
  // the shortest, a middling and the longest: where a drawing breaks first
  return [...new Set([pool[0], pool[Math.floor(pool.length / 2)], pool.at(-1)])].filter(Boolean);
}
let now = 0;
async function one(figure, card, size, when) {
  const feature = card.feature ? {} : { template: $("template").value };
  const q = new URLSearchParams({ fact: card.fact, size, v: `${version}.${edition}`, ...feature, ...($("theme").value ? { theme: $("theme").value } : {}) });
  try {
    const answer = await ask(`${base}/picture?${q}`), blob = await answer.blob();
    if (when !== now) return;
    figure.firstChild.replaceWith(el("img", { src: URL.createObjectURL(blob), alt: card.text }));
    figure.querySelector(".why")?.remove();
  } catch (error) {
    if (when !== now) return;
    figure.querySelector(".why")?.remove();
    figure.append(el("div", { class: "why", role: "alert" }, error.message));
  }
}
function draw(keep) {
  const when = ++now, old = keep ? [...$("bench").children] : [];
  localStorage.setItem(KEPT, JSON.stringify({ template: $("template").value, theme: $("theme").value }));
  const pairs = sample().flatMap((card) => SHAPES.map((size) => [card, size]));
  const figures = pairs.map(([card, size], i) => old[i] || el("figure", {}, el("div", { class: "blank" }), el("figcaption", {}, `${card.fact} · ${designs.sizes.find((s) => s.id === size)?.name ?? size}`)));
  $("bench").replaceChildren(...(figures.length ? figures : [el("p", { class: "lead" }, "这份稿件里没有能用这个模板的内容。")]));
  // Three at a time: a browser opens six lines to a server, and one must stay free for its news.
  const waiting = pairs.map(([card, size], i) => [figures[i], card, size]);
  const next = async () => { while (when === now && waiting.length) await one(...waiting.shift(), when); };
  for (let i = 0; i < 3; i += 1) next();
}
function trouble(said) { $("trouble").replaceChildren(...said.filter(Boolean).map((text) => el("p", { role: "alert" }, text))); }
async function again(news) {
  if (news.what === "hello" && news.edition === edition) return; // else a file changed before the line was open
  $("live").textContent = "有文件变了，正在重画";
  designs = await get("/api/designs"); edition = designs.edition;
  trouble([designs.trouble, ...designs.broken]);
  const next = await get(`${base}/cards`).catch((error) => { trouble([error.message]); return null; });
  if (next) ({ cards, version } = next);
  draw(true);
  $("live").textContent = `${new Date().toLocaleTimeString("zh-CN")} 重画`;
}
async function sheets() {
  const box = $("sheets");
  try { await post("/api/sheets", { template: $("template").value, theme: $("theme").value || designs.themes[0].id }); } catch (error) { return toast(error.message); }
  box.hidden = false; $("sheet").disabled = true;
  let run = await get("/api/sheets");
  while (run.state === "running") { box.replaceChildren(el("p", { role: "status" }, `正在画总表：${run.done} / ${run.total || "…"} 种情形`)); await new Promise((r) => setTimeout(r, 400)); run = await get("/api/sheets").catch(() => run); }
  $("sheet").disabled = false;
  if (run.state === "failed") return box.replaceChildren(el("p", { role: "alert" }, run.message));
  const list = (word, rows) => (rows.length ? [el("details", {}, el("summary", {}, `${word} ${rows.length} 处`), el("ul", {}, ...rows.map((r) => el("li", {}, r))))] : []);
  box.replaceChildren(el("div", { class: "row" }, el("h2", {}, "边缘情形总表"), el("span", { class: "spring" }), el("button", { type: "button", class: "plain", onclick: () => { box.hidden = true; } }, "收起")), ...list("有毛病", run.faults), ...list("按规矩不做", run.refused),
    el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "总表图" }, ...Array.from({ length: run.pages }, (_, i) => el("a", { href: `/api/sheets/${i}`, target: "_blank" }, el("img", { src: `/api/sheets/${i}?${Date.now()}`, alt: `总表第 ${i + 1} 页，点开看原图` })))));
  return box.scrollIntoView({ block: "start" });
}
$("sheet").addEventListener("click", sheets);
for (const id of ["template", "theme"]) $(id).addEventListener("change", () => draw(false));
choose();
trouble(designs.broken);
listen(again);
draw(false);
