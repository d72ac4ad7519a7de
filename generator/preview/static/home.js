import { $, ask } from "./studio.js";
const KEPT = "mima:粘贴";
const text = $("text");
async function take(name, body) {
  $("error").textContent = "正在读…";
  try {
    const answer = await ask(`/api/manuscripts?name=${encodeURIComponent(name)}`, { method: "POST", body, headers: { "content-type": "application/octet-stream" } });
    localStorage.removeItem(KEPT);
    location.href = `/m/${(await answer.json()).id}/facts`;
  } catch (error) { $("error").textContent = error.message; }
}
const ready = () => { $("go").disabled = !text.value.trim(); };
text.value = localStorage.getItem(KEPT) || "";
ready();
text.addEventListener("input", () => { localStorage.setItem(KEPT, text.value); ready(); });
$("take").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = text.value.trim().split("\n")[0].slice(0, 24).trim() || "粘贴的文章";
  take(`${first}.txt`, text.value);
});
$("file").addEventListener("change", () => { const file = $("file").files[0]; if (file) take(file.name, file); });
for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
for (const kind of ["dragleave", "drop"]) addEventListener(kind, () => $("drop").classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer.files[0];
  if (file) take(file.name, file);
  else if (event.dataTransfer.getData("text")) { text.value = event.dataTransfer.getData("text"); ready(); }
});
addEventListener("paste", (event) => {
  const file = event.clipboardData.files[0];
  if (file) { event.preventDefault(); take(file.name, file); }
  else if (event.target !== text) { text.value = event.clipboardData.getData("text"); localStorage.setItem(KEPT, text.value); ready(); text.focus(); }
});
