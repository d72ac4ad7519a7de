// One day: its posts with pictures and captions to copy, one click each; and what can be done with each of them.
import { $, el, get, toast } from "./studio.js";
import { change, said } from "./calendar.js";

const copied = (what) => toast(`已复制${what}`);
async function copyText(words, what) {
  try { await navigator.clipboard.writeText(words); return copied(what); } catch { /* a page without https has no clipboard: the old way */ }
  const box = el("textarea", { value: words, class: "unseen", "aria-hidden": "true" }), back = document.activeElement;
  $("day-body").append(box); box.select();
  const done = document.execCommand("copy");
  box.remove(); back?.focus();
  return done ? copied(what) : toast("浏览器不让复制，请选中文字后按 Ctrl+C");
}
/** Clipboards take PNG only: another picture is drawn anew, pixel for pixel. */
async function png(address) {
  const blob = await (await fetch(address)).blob();
  if (blob.type === "image/png") return blob;
  const image = await createImageBitmap(blob), canvas = el("canvas", { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
async function copyPicture(address) {
  try { await navigator.clipboard.write([new ClipboardItem({ "image/png": png(address) })]); copied("图片，去平台里粘贴即可"); } catch { toast("这个浏览器不能复制图片，请点“存”"); }
}
function pictures(p, full) {
  return full.pictures.map((one, i) => {
    const address = `/api/posts/${p.id}/pictures/${i}`;
    return el("figure", {}, el("img", { src: address, alt: one.alt, loading: "lazy" }),
      el("figcaption", { class: "row" }, el("button", { type: "button", onclick: () => copyPicture(address) }, full.pictures.length > 1 ? `复制图 ${i + 1}` : "复制图片"), el("a", { class: "button", href: address, download: `${p.day}-${p.time.replace(":", "")}-${p.platform}-${i + 1}` }, "存")));
  });
}
function acts(p, day) {
  const to = el("input", { type: "date", value: p.day, "aria-label": "挪到哪一天" }), time = el("input", { type: "time", value: p.time, "aria-label": "几点" }), other = el("input", { inputMode: "numeric", size: 6, placeholder: "编号", "aria-label": "与哪一号对调" });
  const done = (wish) => async () => { if (await change(p, wish())) $("day").close(); };
  const line = (...inside) => el("div", { class: "row" }, ...inside);
  if (p.state === "missed") return [line(el("button", { type: "button", onclick: done(() => ({ what: "revive", post: p.id })) }, "补排到最后"))];
  if (!p.open) return [];
  return [line(to, time, el("button", { type: "button", onclick: done(() => ({ what: "move", post: p.id, day: to.value, time: time.value })) }, "挪到这里")),
    line(other, el("button", { type: "button", onclick: done(() => ({ what: "swap", post: p.id, other: Number(other.value) || 0 })) }, "与这一号对调"), el("span", { class: "spring" }), el("button", { type: "button", class: "plain danger", onclick: done(() => ({ what: "withdraw", post: p.id })) }, "撤回这一条"))];
}
async function section(p) {
  const full = await get(`/api/posts/${p.id}`).catch(() => null);
  const caption = full?.caption;
  return el("section", { class: "one", id: `p-${p.id}`, "aria-label": `${p.time} ${p.platform}` },
    el("h3", {}, `${p.time} ${p.platform} `, el("span", { class: `key s-${p.state}` }, p.state_name)),
    el("p", { class: "quiet" }, `${p.title}　第 ${p.number ?? "—"} 期　编号 ${p.id}`),
    p.reason && el("p", { class: "error" }, p.reason),
    full?.pictures.length ? el("div", { class: "pics" }, ...pictures(p, full)) : el("p", {}, p.texts.join("；")),
    !full?.pictures.length && p.open && p.state !== "refused" && el("p", { class: "quiet" }, "图还没有做。"),
    caption && el("div", { class: "caption" }, [caption.title, caption.text].filter(Boolean).join("\n\n")),
    caption && el("div", { class: "row" }, caption.title && el("button", { type: "button", onclick: () => copyText(caption.title, "标题") }, "复制标题"), el("button", { type: "button", onclick: () => copyText(caption.text, "正文") }, "复制正文"), p.state === "made" && el("a", { class: "button", href: `/review#${p.id}` }, "去签发")),
    el("details", {}, el("summary", {}, "挪动、对调、撤回"), ...acts(p)));
}
/** Open a day; `id` is the post to begin with. */
export async function openDay(day, posts, id) {
  $("day-title").textContent = said(day);
  $("day-body").replaceChildren(el("p", { class: "quiet" }, "正在取…"));
  if (!$("day").open) $("day").showModal();
  const made = await Promise.all(posts.map(section));
  const series = [...new Set(posts.filter((p) => p.open).map((p) => p.series))];
  $("day-body").replaceChildren(...(made.length ? made : [el("p", { class: "lead" }, "这一天没有要发的。")]),
    el("div", { class: "row foot" }, posts.some((p) => ["made", "signed", "issued"].includes(p.state)) && el("a", { class: "button", href: `/api/days/${day}/pack`, download: "" }, "整天的图和配文 ZIP"), el("span", { class: "spring" }),
      ...series.map((name) => el("button", { type: "button", onclick: async () => { if (await change({ series: name }, { what: "skip", day })) $("day").close(); } }, series.length > 1 ? `${name}：这一天不发，顺延` : "这一天不发，后面顺延"))));
  const first = id && document.getElementById(`p-${id}`);
  if (first && first !== made[0]) first.scrollIntoView({ block: "start" });
  $("day-title").focus({ preventScroll: true });
}
