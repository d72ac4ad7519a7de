// The facts beside the article. What is typed is kept in the browser until the server says it is on the disk.
import { $, Told, data, el, keys, listen, post, get, toast, inField } from "./studio.js";

let sheet = data();
const base = `/api/manuscripts/${sheet.id}`;
const KEPT = `mima:草稿:${sheet.id}`;
const COLUMNS = { text: "内容", label: "指标", value: "数值", unit: "单位", metric_kind: "性质", kind: "类型" };
const rows = new Map();
let typed = JSON.parse(localStorage.getItem(KEPT) || "{}"); // fact → column → what stands in the field and is not saved
let show = "all";
let active = null;
let saving = Promise.resolve();
let timer;

const off = (fact) => fact.warnings.length > 0;
const passes = (fact) => show === "all" || (show === "doubtful" ? fact.doubtful : off(fact));
const keep = () => (Object.keys(typed).length ? localStorage.setItem(KEPT, JSON.stringify(typed)) : localStorage.removeItem(KEPT));
const shown = (fact, key) => (key === "kind" ? sheet.kinds[fact.kind] : fact[key]);

function article() {
  const facts = new Map(sheet.facts.map((f) => [f.id, f]));
  $("article").replaceChildren(...sheet.segments.map((part) => {
    const fact = facts.get(part.fact);
    if (!fact) return document.createTextNode(part.text);
    return el("mark", { class: off(fact) ? "off" : fact.doubtful ? "doubtful" : "", data: { fact: fact.id }, title: `第 ${fact.id} 条`, onclick: () => choose(fact.id, "list") }, part.text);
  }));
  $("article").querySelector(`[data-fact="${CSS.escape(active ?? "")}"]`)?.classList.add("on");
}

function field(fact, key, made) {
  const column = COLUMNS[key];
  made.value = typed[fact.id]?.[column] ?? shown(fact, key);
  made.dataset.key = key;
  made.classList.toggle("dirty", typed[fact.id]?.[column] !== undefined);
  made.addEventListener("input", () => {
    (typed[fact.id] ??= {})[column] = made.value;
    made.classList.add("dirty");
    keep();
    status("改动还没保存", "busy");
    clearTimeout(timer);
    timer = setTimeout(() => save(fact.id), 1000);
  });
  made.addEventListener("change", () => save(fact.id));
  made.addEventListener("focus", () => choose(fact.id, "article"));
  return made;
}

function row(fact) {
  const pick = (key, table) => field(fact, key, el("select", { "aria-label": COLUMNS[key] }, ...Object.entries(table).map(([v, word]) => el("option", { value: key === "kind" ? word : v }, word)), ...(key === "metric_kind" ? [el("option", { value: "" }, "—")] : [])));
  const input = (key) => field(fact, key, el("input", { "aria-label": COLUMNS[key], placeholder: COLUMNS[key], spellcheck: false, autocomplete: "off" }));
  const figure = ["metric", "target", "item", "statement"].includes(fact.kind);
  const made = el("article", { class: `fact${fact.parent ? " item" : ""}`, id: `f-${fact.id}`, data: { fact: fact.id } },
    el("div", { class: "no" }, fact.id),
    el("div", {},
      field(fact, "text", el("textarea", { rows: 1, "aria-label": "内容", spellcheck: false })),
      el("div", { class: "cells" },
        figure && el("label", { class: "label" }, input("label")),
        figure && el("label", { class: "value" }, input("value")),
        figure && el("label", { class: "unit" }, input("unit")),
        figure && fact.value !== "" && el("label", { class: "kind" }, pick("metric_kind", sheet.metric_kinds)),
        el("label", { class: "kinds" }, pick("kind", sheet.kinds)),
        el("button", { type: "button", class: "plain remove", onclick: () => change("/remove", { fact: fact.id }, `已删去第 ${fact.id} 条，可以撤销`) }, "删去")),
      el("div", { class: "notes" })));
  made.addEventListener("click", (event) => { if (!inField(event) && !event.target.closest("button")) choose(fact.id, "article"); });
  return made;
}

function notes(fact, box) {
  const made = fact.warnings.map((text) => el("p", { class: "told" }, text));
  if (fact.doubtful) {
    made.push(el("div", { class: "doubt" }, "存疑，也可能是：",
      ...fact.alternatives.map((a) => el("button", { type: "button", onclick: () => change("/correct", { fact: fact.id, cells: { 数值: a.value, 单位: a.unit, 指标: a.label, 限定: a.qualifier || "", 备选: "" } }, "已换成这个数字") }, `${a.label ? `${a.label} ` : ""}${a.qualifier || ""}${a.value}${a.unit}`)),
      el("button", { type: "button", onclick: () => looked(fact.id) }, "现在的对")));
  }
  if (fact.altered) made.push(el("p", { class: "was" }, `原文：${fact.sentence} `, el("button", { type: "button", class: "plain", onclick: () => change("/correct", { fact: fact.id, cells: { 内容: fact.sentence } }, "已改回原文") }, "改回原文")));
  box.querySelector(".notes").replaceChildren(...made);
  box.querySelector('[data-key="value"]')?.classList.toggle("wrong", fact.warnings.some((w) => fact.value && w.includes(fact.value)));
  box.classList.toggle("doubtful", fact.doubtful);
}

/** Bring the page to what the server has; fields that are being typed in keep what stands in them. */
function draw() {
  const order = [...sheet.facts].sort((a, b) => rank(a) - rank(b));
  const list = $("list");
  const wanted = [];
  let head = null;
  for (const fact of order.filter(passes)) {
    const title = rank(fact) === 0 ? "先看这些" : sheet.chapters.find((c) => c.id === fact.chapter)?.title ?? "";
    if (title !== head) { head = title; wanted.push(el("h3", {}, title || "开头")); }
    const known = rows.get(fact.id);
    const same = known && known.shape === shape(fact);
    const box = same ? known.box : row(fact);
    if (same) for (const control of box.querySelectorAll("[data-key]")) {
      const column = COLUMNS[control.dataset.key];
      const mine = typed[fact.id]?.[column];
      control.classList.toggle("dirty", mine !== undefined);
      if (mine === undefined && control.value !== shown(fact, control.dataset.key)) control.value = shown(fact, control.dataset.key);
    }
    notes(fact, box);
    box.classList.toggle("on", fact.id === active);
    rows.set(fact.id, { box, shape: shape(fact) });
    wanted.push(box);
  }
  if (!wanted.length) wanted.push(el("p", { class: "lead" }, show === "all" ? "这里还没有事实。" : "没有了，都看过了。"));
  const now = [...list.children];
  if (now.length !== wanted.length || now.some((c, i) => c !== wanted[i] && !(c.tagName === "H3" && wanted[i].tagName === "H3" && c.textContent === wanted[i].textContent))) {
    const focus = document.activeElement;
    list.replaceChildren(...wanted);
    if (list.contains(focus)) focus.focus();
  }
  $("n-all").textContent = sheet.facts.length;
  $("n-doubtful").textContent = sheet.facts.filter((f) => f.doubtful).length;
  $("n-off").textContent = sheet.facts.filter(off).length;
  $("undo").disabled = !sheet.undo;
  $("refused").replaceChildren(...sheet.refused.map((text) => el("p", {}, text)));
  article();
}

const shape = (f) => `${f.kind}|${f.value !== ""}|${f.parent}`;
// A fact stays where it is while it is worked on: the order is taken when the page opens or the filter changes.
const first = new Set(sheet.facts.filter((f) => f.doubtful || off(f)).map((f) => f.id));
const rank = (fact) => (first.has(fact.id) && show === "all" ? 0 : 1);

function choose(id, into) {
  active = id;
  for (const { box } of rows.values()) box.classList.toggle("on", box.dataset.fact === id);
  for (const mark of $("article").querySelectorAll("mark")) mark.classList.toggle("on", mark.dataset.fact === id);
  if (into !== "article") {
    if (!rows.get(id)?.box.isConnected) { show = "all"; pressed(); draw(); }
    rows.get(id)?.box.scrollIntoView({ block: "center" });
  }
  if (into !== "list") $("article").querySelector("mark.on")?.scrollIntoView({ block: "center" });
}

function status(text, kind = "") { $("saved").textContent = text; $("saved").className = `saved ${kind}`; }

function save(id) {
  clearTimeout(timer);
  saving = saving.then(async () => {
    const cells = typed[id] && { ...typed[id] };
    if (!cells) return;
    status("正在保存…", "busy");
    try {
      sheet = await post(`${base}/correct`, { version: sheet.version, fact: id, cells });
      for (const [column, value] of Object.entries(cells)) if (typed[id]?.[column] === value) delete typed[id][column];
      if (typed[id] && !Object.keys(typed[id]).length) delete typed[id];
      keep();
      status(Object.keys(typed).length ? "改动还没保存" : "已保存");
      draw();
    } catch (error) { await failed(error, () => save(id)); }
  });
  return saving;
}

function change(path, fields, said) {
  saving = saving.then(async () => {
    try {
      sheet = await post(base + path, { version: sheet.version, ...fields });
      if (fields.fact) { delete typed[fields.fact]; keep(); }
      status("已保存");
      draw();
      if (said) toast(said);
    } catch (error) { await failed(error); }
  });
  return saving;
}

async function failed(error, again) {
  if (!(error instanceof Told)) throw error;
  if (error.code === "offline" || error.status >= 500) {
    status("没有保存：连不上工作台，正在重试", "bad");
    if (again) setTimeout(again, 2000);
  } else if (error.status === 409) {
    sheet = await get(base);
    draw();
    status("没有保存：别处改过", "bad");
    toast(error.message);
  } else { status("没有保存", "bad"); toast(error.message); }
}

const looked = (id) => change("/correct", { fact: id, cells: { 备选: "" } }, "记下了：没问题");
const undo = () => (sheet.undo ? change("/undo", {}, "已撤销") : toast("没有可以撤销的改动"));
function pressed() { for (const b of document.querySelectorAll("[data-show]")) b.setAttribute("aria-pressed", b.dataset.show === show); }
function filter(what) { show = what; pressed(); draw(); $("list").parentElement.scrollTop = 0; }
for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => filter(button.dataset.show));
$("undo").addEventListener("click", undo);

function step(by) {
  const boxes = [...$("list").querySelectorAll(".fact")];
  const at = boxes.findIndex((b) => b.dataset.fact === active);
  const next = boxes[Math.min(boxes.length - 1, Math.max(0, at + by))];
  if (next) { choose(next.dataset.fact, "both"); }
}
keys({ j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), 1: () => filter("all"), 2: () => filter("doubtful"), 3: () => filter("off"),
  y: () => active && looked(active), Enter: (event) => { if (event.target.closest("button, a, summary")) return false; rows.get(active)?.box.querySelector("textarea").focus(); } });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !inField(event)) { event.preventDefault(); undo(); }
  if (event.key === "Escape" && inField(event)) event.target.blur();
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && inField(event)) { event.preventDefault(); event.target.blur(); step(1); }
  if (event.key === "Enter" && inField(event) && event.target.tagName === "TEXTAREA" && !event.shiftKey && !event.isComposing && !event.ctrlKey) { event.preventDefault(); event.target.blur(); }
});
addEventListener("beforeunload", (event) => { if (Object.keys(typed).length) event.preventDefault(); });

listen(async (news) => {
  if ((news.what === "facts" && news.manuscript === sheet.id && news.version !== sheet.version) || news.what === "back") {
    const latest = await get(base).catch(() => null);
    if (latest && latest.version !== sheet.version) { sheet = latest; draw(); toast("事实表在别处改过，已换成新的"); }
    if (news.what === "back") Object.keys(typed).forEach(save);
  }
});
draw();
for (const id of Object.keys(typed)) if (!sheet.facts.some((f) => f.id === id)) delete typed[id];
keep();
if (Object.keys(typed).length) { status("上次没来得及保存的改动已恢复", "busy"); Object.keys(typed).forEach(save); }
const asked = decodeURIComponent(location.hash.slice(1));
if (asked) choose(asked, "both");
