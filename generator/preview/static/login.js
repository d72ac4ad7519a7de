import { $, post } from "./studio.js";
$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  $("error").textContent = "";
  try { await post("/api/login", { name: form.get("name"), password: form.get("password") }); location.href = "/"; }
  catch (error) { $("error").textContent = error.message; }
});
