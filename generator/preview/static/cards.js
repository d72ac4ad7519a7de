// The wall: thumbnails drawn as they come into sight, then one card at full size.
import { $, ask, data, el, fill, get, keys, listen, post, toast } from "./studio.js";

const given = data();
const base = `/api/manuscripts/${given.id}`;
let { designs, cards, version, edition, wishes, chapters } = given;
const names = (list) => Object.fromEntries(list.map((x) => [x.id, x.name]));
const size = names(designs.sizes), template = names(designs.templates), theme = names(designs.themes);
const key = (c) => `${c.fact}\u0000${c.size}`;
let pictures = new Map(); // card → {url, state, reason}
let shown = [];
let at = -1;
const SHAPES = { portrait: "竖", square: "方", tall: "长", wide: "横" };

const query = (c, more = {}) => new URLSearchParams({ fact: c.fact, size: c.size, v: `${version}.${edition}`, ...more });

function options() {
  const used = (field) => [...new Set(cards.map((c) => c[field]).filter(Boolean))];
  const keep = (select, list, fallback) => { const now = select.value; fill(select, list, list.some(([v]) => v === now) && select.options.length ? now : fallback); };
  const before = $("f-size").options.length;
  keep($("f-size"), [["", "全部"], ...Object.entries(SHAPES).filter(([s]) => cards.some((c) => c.shape === s)).map(([s, w]) => [`shape:${s}`, `所有${w}图`]), ...used("size").map((s) => [s, size[s] || s])], before ? "" : used("size")[0] || "");
  keep($("f-chapter"), [["", "全部"], ...chapters.map((c) => [c.id, c.title])], "");
  keep($("f-template"), [["", "全部"], ...used("template").map((t) => [t, template[t] || t])], "");
  keep($("f-theme"), [["", "全部"], ...used("theme").map((t) => [t, theme[t] || t])], "");
}

// Refusals of one kind differ in what they quote: “128家”不在……, 第 7 条.
const reason = (card) => (card.reason || "未通过").replace(/^[^：:]{1,12}：/, "").replace(/“[^”]*”|\d[\d.,]*/g, "…").replace(/^第 … 条的?/, "").split(/[。；]/)[0].slice(0, 28);
function reasons() {
  const all = [...new Set(cards.filter((c) => c.state === "refused").map(reason))].sort(), now = $("f-why").value;
  $("why-row").hidden = !all.length;
  if (all.join() !== $("f-why").dataset.all) { $("f-why").dataset.all = all.join(); fill($("f-why"), [["", "全部"], ...all.map((r) => [r, r])], all.includes(now) ? now : ""); }
}
function passes(card) {
  const s = $("f-size").value, state = $("f-state").value, words = $("find").value.trim();
  return (!s || (s.startsWith("shape:") ? card.shape === s.slice(6) : card.size === s || !card.size)) && (!$("f-chapter").value || card.chapter === $("f-chapter").value)
    && (!$("f-template").value || card.template === $("f-template").value) && (!$("f-theme").value || card.theme === $("f-theme").value)
    && (!state || card.state === state) && (!$("f-why").value || (card.state === "refused" && reason(card) === $("f-why").value)) && (!words || card.text.includes(words) || card.fact === words);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) { entry.target.near = entry.isIntersecting; if (entry.isIntersecting) want(entry.target.card, true); }
}, { rootMargin: "300px" });

let queue = [], running = 0, generation = 0;
function want(card, first) {
  if (pictures.has(key(card)) || card.asked) return;
  card.asked = true;
  if (first) queue.unshift(card); else queue.push(card);
  pump();
}
async function pump() {
  while (running < 3 && queue.length) {
    const card = queue.shift();
    running += 1;
    draw(card, generation).finally(() => { running -= 1; pump(); });
  }
}
// As many pixels as the screen shows of a card: more only cost time to pack, send and unpack.
const wide = () => Math.min(720, 40 * Math.ceil(((shown[0]?.box?.clientWidth || 180) * (devicePixelRatio || 1)) / 40));
async function draw(card, when) {
  let found;
  try {
    const answer = await ask(`${base}/thumb?${query(card, { width: wide() })}`);
    found = { url: URL.createObjectURL(await answer.blob()), state: answer.headers.get("x-mima-state") };
  } catch (error) {
    card.asked = false;
    if (error.code === "offline") return;
    found = { state: "refused", reason: error.message };
  }
  if (when !== generation) return;
  pictures.set(key(card), found);
  card.state = found.state;
  if (found.reason) card.reason = found.reason;
  paint(card);
  progress();
}

function paint(card) {
  const box = card.box;
  if (!box) return;
  const found = pictures.get(key(card));
  const pic = box.querySelector(".pic");
  box.classList.toggle("refused", card.state === "refused");
  if (found?.url) {
    pic.replaceChildren(el("img", { src: found.url, alt: card.alt || card.text, decoding: "async" }), ...(card.state === "noted" ? [el("span", { class: "dot" }, "有提醒")] : []));
  } else if (card.state === "refused") pic.replaceChildren(card.reason || "未通过");
}

function progress() {
  const here = shown.length, ready = shown.filter((c) => c.state !== "waiting").length, no = shown.filter((c) => c.state === "refused").length;
  $("progress").style.setProperty("--done", here ? (100 * ready) / here : 0);
  $("progress").lastElementChild.textContent = `${here} 张，已画 ${ready}${no ? `，未通过 ${no}` : ""}　·　整套共 ${cards.length} 张`;
  reasons();
  if (ready < here && !queue.length) for (const card of shown.filter((c) => c.state === "waiting" && !c.asked).slice(0, 6)) want(card, false);
}

function wall() {
  shown = cards.filter(passes);
  seen.disconnect();
  const wide = shown.length && shown.every((c) => c.shape === "wide");
  $("wall").style.setProperty("--cell", wide ? "280px" : "168px");
  const made = [];
  let chapter = null;
  for (const card of shown) {
    if (card.chapter !== chapter) { chapter = card.chapter; const title = chapters.find((c) => c.id === chapter)?.title; if (title) made.push(el("h2", {}, title)); }
    const pic = el("div", { class: "pic" });
    pic.style.aspectRatio = `${card.width} / ${card.height}`;
    const box = el("button", { type: "button", class: "card", onclick: () => open(shown.indexOf(card)) }, pic, el("span", { class: "cap" }, el("b", {}, card.fact), card.text));
    box.card = card; card.box = box;
    paint(card);
    made.push(box);
    if (card.state !== "refused" || !card.reason) seen.observe(box);
  }
  if (!made.length) made.push(el("p", { class: "lead" }, "没有符合的卡片。"));
  $("wall").replaceChildren(...made);
  progress();
}

/** Take a new plan: only what changed is drawn again. */
function take(next) {
  const old = new Map(cards.map((c) => [key(c), c]));
  const same = (a, b) => a && b.key && a.key === b.key;
  const kept = new Map();
  for (const card of next.cards) {
    const before = old.get(key(card));
    if (same(before, card) && pictures.has(key(card)) && card.state !== "waiting") kept.set(key(card), pictures.get(key(card)));
    else if (pictures.get(key(card))?.url) URL.revokeObjectURL(pictures.get(key(card)).url);
  }
  generation += 1; queue = []; pictures = kept;
  ({ cards, version, wishes, chapters } = next); edition = next.edition ?? edition;
  options(); wall();
}
const reload = async () => { try { take(await get(`${base}/cards`)); if ($("look").open) look(); } catch (error) { toast(error.message); } };

// One card
let trial = {};
const current = () => ({ ...shown[at], ...(trial.size ? { size: trial.size } : {}) });
function open(index) { if (index < 0 || index >= shown.length) return; at = index; trial = {}; if (!$("look").open) $("look").showModal(); look(true); }
let asking = 0;
async function look(fresh) {
  const card = current(), now = ++asking;
  if (!shown[at]) return $("look").close();
  const more = { ...(trial.template !== undefined ? { template: trial.template } : {}), ...(trial.theme ? { theme: trial.theme } : {}), ...(trial.phrase ? { phrase: trial.phrase } : {}) };
  const address = query(card, more);
  $("place").textContent = `第 ${at + 1} 张，共 ${shown.length} 张`;
  const kind = designs.templates.filter((t) => (shown[at].kind ? t.codes.includes(shown[at].kind) : t.id === shown[at].template));
  fill($("t-template"), kind.map((t) => [t.id, t.name]), trial.template ?? shown[at].template);
  fill($("t-theme"), designs.themes.map((t) => [t.id, t.name]), trial.theme ?? shown[at].theme);
  fill($("t-size"), designs.sizes.map((s) => [s.id, `${s.name} ${s.width}×${s.height}`]), card.size);
  $("t-template").disabled = shown[at].feature;
  $("phrase-row").hidden = shown[at].feature || shown[at].figure !== false;
  if (document.activeElement !== $("t-phrase")) $("t-phrase").value = trial.phrase ?? shown[at].phrase ?? "";
  $("apply").hidden = trial.template === undefined && !trial.theme && trial.phrase === undefined;
  for (const b of $("apply").querySelectorAll("[data-scope]")) b.hidden = (shown[at].feature && b.dataset.scope !== "all") || (trial.phrase !== undefined && b.dataset.scope !== "one");
  $("to-fact").href = `/m/${given.id}/facts#${encodeURIComponent(card.fact)}`;
  $("to-fact").hidden = shown[at].feature;
  if (fresh) { const small = pictures.get(key(shown[at])); $("full").src = small?.url ?? ""; $("full").hidden = !small?.url; }
  $("full").alt = shown[at].alt || shown[at].text;
  $("wait").hidden = false; $("why").hidden = true;
  const picture = `${base}/picture?${address}`;
  const details = get(`${base}/card?${address}`).catch((error) => ({ state: "refused", reason: error.message, checks: [], sentence: "", around: ["", ""] }));
  const image = new Image();
  image.src = picture;
  image.decode().then(() => { if (now === asking) { $("full").src = picture; $("full").hidden = false; $("wait").hidden = true; frame(); } }).catch(() => { if (now === asking) { $("wait").hidden = true; $("full").hidden = true; frame(); } });
  const told = await details;
  if (now !== asking) return;
  if (told.state === "refused") { $("why").textContent = told.reason; $("why").hidden = false; }
  $("sentence").replaceChildren(...(told.sentence ? [el("span", {}, told.around[0]), el("b", {}, told.sentence), el("span", {}, told.around[1])] : [shown[at].text]));
  const order = { refused: 0, noted: 1, made: 2 };
  $("checks").replaceChildren(...told.checks.sort((a, b) => order[a.state] - order[b.state]).map((c) => el("li", { class: c.state }, c.name, c.message && el("p", {}, c.message))));
  $("lines").replaceChildren(...(told.lines || []).map((t) => el("li", {}, `${t.lines.join(" / ")}（${t.size} px）`)));
  $("save").href = picture; $("save").download = told.file || "";
  $("save").hidden = told.state === "refused";
  $("fine").textContent = told.bytes ? `${told.width}×${told.height}　${Math.ceil(told.bytes / 1024)} KB　${told.file}　sha256 ${told.sha256.slice(0, 12)}` : "";
  timed = address; $("steps").replaceChildren();
  if ($("times").open) time();
  for (const next of [at + 1, at - 1]) if (shown[next]) { const ahead = new Image(); ahead.src = `${base}/picture?${query(shown[next])}`; }
}
let timed = "";
async function time() {
  const address = timed, found = await get(`${base}/steps?${address}`).catch(() => null);
  if (!found || address !== timed) return;
  const all = found.steps.reduce((sum, step) => sum + step.ms, 0);
  const row = (name, ms) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, `${ms.toFixed(1)} 毫秒`), el("td", {}, `${Math.round((100 * ms) / all)}%`));
  $("steps").replaceChildren(...found.steps.map((step) => row(step.name, step.ms)), row("合计", all));
}
$("times").addEventListener("toggle", () => { if ($("times").open && timed) time(); });
function frame() {
  document.querySelector(".stage .clip")?.remove();
  if (!$("safe").checked || $("full").hidden) return;
  const s = designs.sizes.find((x) => x.id === current().size), img = $("full"), [x0, y0, x1, y1] = s.safe;
  const clip = el("div", { class: "clip" }, el("div", { class: "safe-frame" }));
  Object.assign(clip.style, { left: `${img.offsetLeft}px`, top: `${img.offsetTop}px`, width: `${img.offsetWidth}px`, height: `${img.offsetHeight}px` });
  Object.assign(clip.firstChild.style, { left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` });
  img.parentElement.append(clip);
}
$("safe").addEventListener("change", frame);
addEventListener("resize", frame);
$("t-template").addEventListener("change", () => { trial.template = $("t-template").value; look(); });
$("t-theme").addEventListener("change", () => { trial.theme = $("t-theme").value; look(); });
$("t-size").addEventListener("change", () => { trial.size = $("t-size").value; look(); });
$("t-phrase").addEventListener("change", () => { trial.phrase = $("t-phrase").value.trim(); look(); });
$("sentence").addEventListener("pointerup", () => {
  const words = String(getSelection()).trim();
  if (!words || $("phrase-row").hidden || !shown[at].text.includes(words)) return;
  trial.phrase = words; $("t-phrase").value = words; look();
});
$("prev").addEventListener("click", () => open(at - 1));
$("next").addEventListener("click", () => open(at + 1));
$("close").addEventListener("click", () => $("look").close());
$("look").addEventListener("close", () => { asking += 1; shown[at]?.box?.focus(); });
$("apply").addEventListener("click", async (event) => {
  const scope = event.target.dataset.scope;
  if (!scope) return;
  try {
    const next = await post(`${base}/looks`, { version, fact: shown[at].fact, scope, ...(trial.template !== undefined ? { template: trial.template } : {}), ...(trial.theme ? { theme: trial.theme } : {}), ...(trial.phrase !== undefined ? { phrase: trial.phrase } : {}) });
    const here = key(shown[at]);
    take(next);
    at = Math.max(0, shown.findIndex((c) => key(c) === here));
    trial = trial.size ? { size: trial.size } : {};
    look(true);
    toast(`已改 ${next.changed} 条${next.skipped ? `；${next.skipped} 条的类型不合这个模板，没有动` : ""}，已存进事实表`);
  } catch (error) { toast(error.message); if (error.status === 409) reload(); }
});
document.addEventListener("keydown", (event) => {
  if (!$("look").open || event.target.matches("select, input")) return;
  const act = { ArrowLeft: () => open(at - 1), ArrowRight: () => open(at + 1), t: () => $("t-template").focus(), h: () => $("t-theme").focus(), s: () => $("t-size").focus(), p: () => $("t-phrase").focus() }[event.key];
  if (act && !event.ctrlKey && !event.metaKey) { event.preventDefault(); act(); }
});
function move(by) {
  if ($("look").open) return false;
  const boxes = shown.map((c) => c.box), now = boxes.indexOf(document.activeElement);
  boxes[Math.min(boxes.length - 1, Math.max(0, now < 0 ? 0 : now + by))]?.focus();
}
const columns = () => getComputedStyle($("wall")).gridTemplateColumns.split(" ").length;
keys({ ArrowRight: () => move(1), ArrowLeft: () => move(-1), ArrowDown: () => move(columns()), ArrowUp: () => move(-columns()), "/": () => $("find").focus() });
for (const id of ["f-size", "f-chapter", "f-template", "f-theme", "f-state", "f-why"]) $(id).addEventListener("change", wall);
$("find").addEventListener("input", wall);

// The whole series
$("settings").addEventListener("click", () => {
  const ticks = (list, on) => list.map((x) => el("label", { class: "check" }, el("input", { type: "checkbox", value: x.id, checked: on.includes(x.id) }), x.name));
  $("set-sizes").replaceChildren(...ticks(designs.sizes, wishes.sizes));
  $("set-features").replaceChildren(...ticks(designs.features, wishes.features));
  fill($("set-theme"), [["", "默认"], ...designs.themes.map((t) => [t.id, t.name])], wishes.theme);
  $("set").showModal();
});
$("set").addEventListener("close", async () => {
  if ($("set").returnValue !== "ok") return;
  const ticked = (id) => [...$(id).querySelectorAll("input:checked")].map((x) => x.value);
  try { take(await post(`${base}/series`, { sizes: ticked("set-sizes"), features: ticked("set-features"), theme: $("set-theme").value })); } catch (error) { toast(error.message); }
});
async function stop(event) { event.target.disabled = true; try { await ask(`${base}/batch`, { method: "DELETE" }); } catch (error) { toast(error.message); } }
async function follow() {
  const run = await get(`${base}/batch`).catch(() => null);
  if (!run || run.state === "idle") return;
  $("batch").hidden = false;
  if (run.state === "running") { $("batch").replaceChildren(`正在做整套：${run.done} / ${run.total || "…"}`, el("button", { type: "button", onclick: stop }, "停止")); setTimeout(follow, 600); return; }
  $("make").disabled = false;
  if (run.state === "stopped") { $("batch").replaceChildren(`已停止：做好的 ${run.done} 张都在，再点“做出整套”会接着做`); return; }
  if (run.state === "failed") { $("batch").replaceChildren(el("span", { class: "error" }, run.message)); return; }
  const link = (what, word) => el("a", { class: "button", href: `${base}/download/${what}` }, word);
  $("batch").replaceChildren(`做好了${run.refused ? `，未通过 ${run.refused} 张` : ""}。${run.version !== version ? "（之后事实表又改过）" : ""}`, link("zip", "全部图片 ZIP"), link("contact", "总览图"), link("pdf", "打样 PDF"));
}
$("make").addEventListener("click", async () => { $("make").disabled = true; try { await post(`${base}/batch`); follow(); } catch (error) { $("make").disabled = false; toast(error.message); } });

listen((news) => {
  if (news.what === "designs" || (news.what === "hello" && news.edition !== edition)) { edition = news.edition; get("/api/designs").then((d) => { designs = { ...designs, ...d }; reload(); }); if (news.trouble) toast(news.trouble); }
  if (news.what === "facts" && news.manuscript === given.id && news.version !== version) reload();
  if (news.what === "back") reload();
});
options();
wall();
follow();
