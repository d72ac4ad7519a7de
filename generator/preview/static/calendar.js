// The calendar: month and week; a post is dragged to another day or onto another post, or moved by its dialog.
import { $, el, get, keys, post, toast } from "./studio.js";
const DAY = 864e5, WEEK = "一二三四五六日";
const text = (d) => d.toISOString().slice(0, 10);
const date = (s) => new Date(`${s}T00:00:00Z`);
let view = "month", at = null, found = null, carried = null;
const monday = (d) => new Date(d - ((d.getUTCDay() + 6) % 7) * DAY);
function range() { const first = view === "month" ? monday(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))) : monday(at); return [first, view === "month" ? 42 : 7]; }
async function load() {
  try {
    if (!at) { at = date((await get("/api/calendar?start=2026-01-01&days=1")).today); const first = (await get(`/api/calendar?start=${text(at)}&days=400`)).posts[0]; if (first) at = date(first.day); }
    const [first, days] = range();
    found = await get(`/api/calendar?start=${text(first)}&days=${days}`);
  } catch (error) { return $("grid").replaceChildren(el("p", { class: "lead pad" }, error.message)); }
  draw();
}
function draw() {
  const [first, days] = range();
  $("span").textContent = view === "month" ? `${at.getUTCFullYear()} 年 ${at.getUTCMonth() + 1} 月` : `${text(first)} 起一周`;
  $("grid").className = `grid ${view}`;
  const cells = [...WEEK].map((w) => el("div", { class: "wd" }, w));
  for (let i = 0; i < days; i += 1) {
    const day = new Date(+first + i * DAY), name = text(day), closed = found.closed.includes(name);
    const cell = el("div", { role: "gridcell", class: `${view === "month" && day.getUTCMonth() !== at.getUTCMonth() ? "out" : ""}${name === found.today ? " today" : ""}${closed ? " closed" : ""}`, data: { day: name } },
      el("span", { class: "d" }, String(day.getUTCDate())), closed && el("small", { class: "quiet" }, " 不发"),
      ...found.posts.filter((p) => p.day === name).map((p) => el("button", { type: "button", draggable: true, class: `slot s-${p.state}`, data: { post: p.id }, title: p.texts.join("；"), onclick: () => one(p), ondragstart: () => { carried = p; }, ondragover: (e) => e.preventDefault(), ondrop: (e) => { e.preventDefault(); e.stopPropagation(); if (carried && carried.id !== p.id) change(carried, { what: "swap", post: carried.id, other: p.id }); } },
        el("b", {}, p.time), ` ${p.platform} `, el("i", {}, p.state_name), view === "week" && el("div", {}, p.texts.join("；")))));
    cell.addEventListener("dragover", (e) => { e.preventDefault(); cell.classList.add("over"); });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (e) => { e.preventDefault(); cell.classList.remove("over"); if (carried && carried.day !== name) change(carried, { what: "move", post: carried.id, day: name }); });
    cells.push(cell);
  }
  $("grid").replaceChildren(...cells);
  const count = {};
  for (const p of found.posts) count[p.state_name] = (count[p.state_name] || 0) + 1;
  $("legend").textContent = Object.entries(count).map(([k, v]) => `${k} ${v}`).join("　");
}
async function change(p, wish) {
  try { const said = await post(`/api/series/${encodeURIComponent(p.series)}/change`, wish); toast(said.said.join("；")); $("one").close(); } catch (error) { toast(error.message); }
  carried = null;
  load();
}
async function one(p) {
  const full = await get(`/api/posts/${p.id}`).catch(() => null);
  const day = el("input", { type: "date", value: p.day }), time = el("input", { type: "time", value: p.time });
  const copy = (words) => navigator.clipboard.writeText(words).then(() => toast("已复制"));
  $("one-body").replaceChildren(el("h2", {}, `${p.day} ${p.time} ${p.platform}`), el("p", {}, `${p.state_name}　第 ${p.number ?? "—"} 期　编号 ${p.id}${p.reason ? `　${p.reason}` : ""}`), ...p.texts.map((t) => el("p", { class: "sentence" }, t)),
    full?.caption && el("p", { class: "row" }, el("button", { type: "button", onclick: () => copy([full.caption.title, full.caption.text].filter(Boolean).join("\n\n")) }, "复制配文"), ...full.pictures.map((_, i) => el("a", { class: "button", href: `/api/posts/${p.id}/pictures/${i}`, download: "" }, `图 ${i + 1}`))),
    el("p", { class: "row" }, el("label", {}, "挪到", day), time, el("button", { type: "button", class: "primary", onclick: () => change(p, { what: "move", post: p.id, day: day.value, time: time.value }) }, "挪动")),
    el("p", { class: "row" }, el("button", { type: "button", onclick: () => change(p, { what: "skip", day: p.day }) }, "这一天不发，顺延"), el("button", { type: "button", onclick: () => change(p, { what: "withdraw", post: p.id }) }, "撤回这一条"), el("span", { class: "spring" }), el("button", { type: "button", class: "plain", onclick: () => $("one").close() }, "关闭")));
  $("one").showModal();
}
function step(by) { at = view === "month" ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1)) : new Date(+at + by * 7 * DAY); load(); }
function look(what) { view = what; for (const b of document.querySelectorAll("[data-view]")) b.setAttribute("aria-pressed", b.dataset.view === view); load(); }
for (const b of document.querySelectorAll("[data-view]")) b.addEventListener("click", () => look(b.dataset.view));
$("back").addEventListener("click", () => step(-1));
$("on").addEventListener("click", () => step(1));
const today = () => { at = date(found.today); load(); };
$("now").addEventListener("click", today);
keys({ ArrowLeft: () => step(-1), ArrowRight: () => step(1), m: () => look("month"), w: () => look("week"), t: today });
load();
