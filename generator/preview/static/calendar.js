// The calendar: month and week; a post is dragged, or picked up by keyboard, to another day, slot, or onto another post.
import { $, data, el, get, keys, post, toast } from "./studio.js";
import { openDay } from "./day.js";
import { openPlan, openSeries } from "./plan.js";
const DAY = 864e5, WEEK = "一二三四五六日";
export const iso = (d) => d.toISOString().slice(0, 10);
export const date = (s) => new Date(`${s}T00:00:00Z`);
export const said = (s) => { const d = date(s); return `${d.getUTCMonth() + 1}月${d.getUTCDate()}日 星期${WEEK[(d.getUTCDay() + 6) % 7]}`; };
let view = innerWidth < 700 ? "week" : "month", at = null, found = null, carried = null, target = null, arrived = false;
const monday = (d) => new Date(+d - ((d.getUTCDay() + 6) % 7) * DAY);
function range() { const first = view === "month" ? monday(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))) : monday(at); return [first, view === "month" ? 42 : 7]; }

export async function load() {
  try {
    if (!at) {
      const wide = await get(`/api/calendar?start=${data().today}&days=1`);
      at = date(wide.today);
      const coming = wide.series.map((s) => s.first).filter((f) => f > wide.today).sort()[0];
      if (wide.series.length && !wide.series.some((s) => s.first <= wide.today && s.last >= wide.today) && coming) at = date(coming);
    }
    const [first, days] = range();
    found = await get(`/api/calendar?start=${iso(first)}&days=${days}`);
  } catch (error) { return $("grid").replaceChildren(el("p", { class: "lead pad" }, error.message)); }
  draw(); follow();
  if (!arrived) { arrived = true; if (scrollY < 9 && view === "month") $("grid").querySelector(".today")?.scrollIntoView({ block: "center" }); }
}
const here = (day, time, size) => found.posts.find((p) => p.day === day && p.time === time && p.size === size && p.state !== "withdrawn" && p.id !== carried?.id);
function slotsOf(name) { // week: every hour that is used, so that an empty one can be seen and dropped on
  const used = new Map();
  for (const s of found.series.flatMap((x) => x.slots)) used.set(`${s.time} ${s.size}`, s);
  for (const p of found.posts) if (!used.has(`${p.time} ${p.size}`)) used.set(`${p.time} ${p.size}`, { time: p.time, size: p.size, platform: p.platform, odd: true });
  return [...used.values()].filter((s) => here(name, s.time, s.size) || (!s.odd && name >= found.today)).sort((a, b) => a.time.localeCompare(b.time) || a.size.localeCompare(b.size));
}
function chip(p) {
  const made = el("button", { type: "button", draggable: p.open, class: `slot s-${p.state}`, data: { post: p.id }, title: p.texts.join("；"),
    onclick: () => (carried ? put() : show(p.day, p.id)),
    ondragstart: (e) => { carried = p; e.dataTransfer.setData("text/plain", String(p.id)); e.dataTransfer.effectAllowed = "move"; },
    ondragend: () => { carried = null; mark(null); } },
    el("span", { class: "h" }, el("b", {}, p.time), ` ${p.platform}`, el("i", {}, p.state_name)), el("span", { class: "w" }, p.texts.join("；")), found.series.length > 1 && el("small", {}, p.title));
  droppable(made, () => ({ day: p.day, other: p }));
  return made;
}
function droppable(node, place) {
  node.addEventListener("dragover", (e) => { if (!carried) return; e.preventDefault(); e.stopPropagation(); node.classList.add("over"); });
  node.addEventListener("dragleave", () => node.classList.remove("over"));
  node.addEventListener("drop", (e) => { e.preventDefault(); e.stopPropagation(); node.classList.remove("over"); const p = carried; carried = null; if (p) settle(p, place()); });
}
function settle(p, { day, time, other }) {
  if (other && other.id !== p.id && other.open) return change(p, { what: "swap", post: p.id, other: other.id });
  if (day === p.day && (!time || time === p.time)) return undefined;
  return change(p, { what: "move", post: p.id, day, time: time || "" });
}
function draw() {
  const [first, days] = range(), focus = document.activeElement?.dataset?.post;
  $("span").textContent = view === "month" ? `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月` : `${first.getUTCMonth() + 1}月${first.getUTCDate()}日那一周`;
  $("grid").className = `grid ${view}`;
  const cells = view === "month" || innerWidth >= 700 ? [...WEEK].map((w) => el("div", { class: "wd", "aria-hidden": "true" }, w)) : [];
  for (let i = 0; i < days; i += 1) {
    const name = iso(new Date(+first + i * DAY)), month = date(name).getUTCMonth();
    const closed = found.closed.some((c) => c.day === name);
    const posts = found.posts.filter((p) => p.day === name && p.state !== "withdrawn");
    const inside = view === "month" ? posts.map(chip) : slotsOf(name).map((s) => { const p = posts.find((x) => x.time === s.time && x.size === s.size); if (p) return chip(p); const empty = el("div", { class: "slot empty", data: { time: s.time, size: s.size } }, `${s.time} ${s.platform}　空`); droppable(empty, () => ({ day: name, time: s.time })); return empty; });
    const cell = el("div", { class: `cell${view === "month" && month !== at.getUTCMonth() ? " out" : ""}${name === found.today ? " today" : ""}${closed ? " closed" : ""}${name < found.today ? " past" : ""}`, data: { day: name } },
      el("button", { type: "button", class: "d plain", "aria-label": `${said(name)}，${posts.length} 条，打开这一天`, onclick: () => show(name) }, view === "month" || innerWidth >= 700 ? String(date(name).getUTCDate()) : said(name)), closed && el("small", { class: "quiet" }, "不发"), ...inside);
    droppable(cell, () => ({ day: name }));
    cells.push(cell);
  }
  $("grid").replaceChildren(...cells);
  if (!found.series.length) $("grid").replaceChildren(el("div", { class: "blank-slate" }, el("h2", {}, "还没有排期"), el("p", {}, "把一份核对过的稿件排到日子和时段上，这里就是它的日历。"), el("button", { type: "button", class: "primary", onclick: () => $("new").click() }, "排一份稿件")));
  const count = {};
  for (const p of found.posts) count[p.state] = (count[p.state] || 0) + 1;
  $("legend").replaceChildren(...Object.entries(count).map(([k, n]) => el("span", { class: `key s-${k}` }, `${found.states[k]} ${n}`)));
  $("make").hidden = !found.posts.some((p) => p.open); $("series").hidden = !found.series.length;
  if (focus) $("grid").querySelector(`[data-post="${focus}"]`)?.focus();
  if (carried) mark(target);
}
export async function change(p, wish) {
  carried = null; $("carry").hidden = true;
  try { const told = await post(`/api/series/${encodeURIComponent(p.series)}/change`, wish); toast(told.said.join("；")); await load(); return true; } catch (error) { toast(error.message); await load(); return false; }
}
export const show = (day, id) => openDay(day, found.posts.filter((p) => p.day === day), id);

// By keyboard: X picks a post up, the arrows choose where to, Enter puts it down.
const chips = () => [...$("grid").querySelectorAll("[data-post]")];
const focused = () => found?.posts.find((p) => String(p.id) === document.activeElement?.dataset?.post);
function pick() {
  const p = focused();
  if (!p) return false;
  if (!p.open) return toast(`${p.state_name}的不能再挪`);
  carried = p; target = { day: p.day, time: p.time };
  return mark(target);
}
function mark(to) {
  for (const n of $("grid").querySelectorAll(".over")) n.classList.remove("over");
  $("carry").hidden = !to;
  if (!to || !carried) return;
  target = to;
  const cell = $("grid").querySelector(`[data-day="${to.day}"]`), other = here(to.day, to.time, carried.size);
  cell?.classList.add("over");
  cell?.scrollIntoView({ block: "nearest" });
  const where = `${said(to.day)} ${to.time}`;
  $("carry").textContent = `拿着第 ${carried.id} 号：${to.day === carried.day && to.time === carried.time ? "用方向键选地方" : other ? `放到 ${where}，与第 ${other.id} 号对调` : `放到 ${where}`}。回车放下，Esc 放弃。`;
}
function put() {
  const p = carried, to = target;
  if (!p || !to) return false;
  carried = null; $("carry").hidden = true;
  return settle(p, { ...to, other: here(to.day, to.time, p.size) });
}
function drop() { carried = null; mark(null); }
function arrow(across, down) {
  if (document.querySelector("dialog[open]")) return false;
  if (carried) {
    let { day, time } = target;
    if (view === "week" && down) { const hours = [...new Set(found.series.find((s) => s.id === carried.series)?.slots.map((s) => s.time) ?? [])].sort(); const i = hours.indexOf(time); time = hours[Math.min(hours.length - 1, Math.max(0, i + down))] ?? time; } else day = iso(new Date(+date(day) + (across + 7 * down) * DAY));
    if (!$("grid").querySelector(`[data-day="${day}"]`)) { at = date(day); target = { day, time }; return load(); }
    return mark({ day, time });
  }
  const all = chips(), i = all.indexOf(document.activeElement);
  if (!all.length) return false;
  if (i < 0) return all[0].focus();
  if (across) return all[Math.min(all.length - 1, Math.max(0, i + across))].focus();
  const day = all[i].closest("[data-day]").dataset.day, wanted = view === "month" ? iso(new Date(+date(day) + 7 * down * DAY)) : day;
  const next = view === "month" ? $("grid").querySelector(`[data-day="${wanted}"] [data-post]`) : all[i + down]?.closest("[data-day]").dataset.day === day ? all[i + down] : null;
  return next?.focus();
}
function step(by) { at = view === "month" ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1)) : new Date(+at + by * 7 * DAY); load(); }
function look(what) { view = what; for (const b of document.querySelectorAll("[data-view]")) b.setAttribute("aria-pressed", b.dataset.view === view); load(); }
const today = () => { at = date(found.today); load(); };
for (const b of document.querySelectorAll("[data-view]")) b.addEventListener("click", () => look(b.dataset.view));
for (const b of document.querySelectorAll("[data-close]")) b.addEventListener("click", () => b.closest("dialog").close());
$("back").addEventListener("click", () => step(-1)); $("on").addEventListener("click", () => step(1)); $("now").addEventListener("click", today);
$("new").addEventListener("click", () => openPlan(data().manuscript, async (told) => { at = date(told.first); await load(); startMaking(iso(new Date(+date(told.first) + 6 * DAY))); }));
$("series").addEventListener("click", () => openSeries(found, change));
$("make").addEventListener("click", () => { const [first, days] = range(); startMaking(iso(new Date(+first + (days - 1) * DAY))); });
keys({ ArrowLeft: () => arrow(-1, 0), ArrowRight: () => arrow(1, 0), ArrowUp: () => arrow(0, -1), ArrowDown: () => arrow(0, 1), PageUp: () => step(-1), PageDown: () => step(1),
  m: () => look("month"), w: () => look("week"), t: today, n: () => $("new").click(), x: pick, Enter: () => (carried ? put() : false), Escape: () => (carried ? drop() : false) });

async function startMaking(day) { try { await post("/api/series/make", { day }); } catch (error) { return toast(error.message); } return follow(true); }
let following = false, again = false, asked = false;
async function refresh() { const [first, days] = range(); found = await get(`/api/calendar?start=${iso(first)}&days=${days}`).catch(() => found); draw(); }
/** Follow the making of pictures; one that was asked for may be over before it is first seen. */
async function follow(mine = false) {
  asked ||= mine;
  if (following) { again = true; return; }
  following = true;
  do {
    again = false;
    let seen = 0, ran = asked;
    asked = false;
    let run = await get("/api/series/make").catch(() => null);
    while (run?.state === "running") {
      ran = true;
      $("ready").textContent = `正在做图：${run.done} / ${run.total || "…"}`;
      $("make").disabled = true;
      await new Promise((r) => setTimeout(r, 500));
      run = await get("/api/series/make").catch(() => null);
      if (run && run.done - seen >= 4) { seen = run.done; await refresh(); }
    }
    $("make").disabled = false;
    $("ready").textContent = run?.state === "failed" ? run.message : run?.refused ? `${run.refused} 条做不成，点开看原因` : "";
    if (ran) await refresh();
  } while (again);
  following = false;
}
look(view);
if (data().manuscript) $("new").click();
