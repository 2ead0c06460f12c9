"use strict";

const part = (id) => document.getElementById(id);
let csrf = "";
let code = "";

function show(id, notice = "") {
  for (const each of ["sign-in", "code", "decide"]) {
    part(each).hidden = each !== id;
  }
  part("notice").textContent = notice;
}

async function ask(method, path, body) {
  const headers = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (csrf) {
    headers["X-CSRF-Token"] = csrf;
  }
  const answer = await fetch("/api/v1/auth" + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, ok: answer.ok, body: text ? JSON.parse(text) : {} };
}

async function begin() {
  const me = await ask("GET", "/me");
  if (!me.ok) {
    await offerSso();
    show("sign-in");
    return;
  }
  for (const who of document.getElementsByClassName("who")) {
    who.textContent = me.body.username;
  }
  // Without a cookie, on a server where nobody signs in, there is no such token and none is needed.
  const token = await ask("GET", "/csrf");
  csrf = token.ok ? token.body.csrf_token : "";
  show("code");
}

async function offerSso() {
  const sso = await ask("GET", "/sso");
  if (sso.ok && sso.body.enabled) {
    part("sso-link").textContent = sso.body.label;
    part("sso").hidden = false;
  }
}

async function signIn(event) {
  event.preventDefault();
  const form = event.target;
  const answer = await ask("POST", "/login", {
    username: form.username.value,
    password: form.password.value,
    cookie: true,
  });
  form.password.value = "";
  if (answer.ok) {
    await begin();
  } else {
    show("sign-in", answer.body.detail || "That did not work.");
  }
}

async function inspect(event) {
  event.preventDefault();
  code = event.target.code.value;
  const answer = await ask("POST", "/device/inspect", { user_code: code });
  if (!answer.ok) {
    show("code", answer.body.detail || "That did not work.");
    return;
  }
  part("address").textContent = answer.body.address;
  part("agent").textContent = answer.body.user_agent || "it does not say what it is";
  part("since").textContent = new Date(answer.body.created_at).toLocaleTimeString();
  show("decide");
}

async function decide(deny) {
  const answer = await ask("POST", "/device/complete", { user_code: code, deny });
  if (!answer.ok) {
    show("code", answer.body.detail || "That did not work.");
  } else if (deny) {
    show("", "It is refused. You can close this page.");
  } else {
    show("", "The program is signed in. You can close this page.");
  }
}

function guarded(action) {
  return (event) => action(event).catch(() => {
    part("notice").textContent = "The server cannot be reached; try again.";
  });
}

part("sign-in").addEventListener("submit", guarded(signIn));
part("code").addEventListener("submit", guarded(inspect));
part("approve").addEventListener("click", guarded(() => decide(false)));
part("deny").addEventListener("click", guarded(() => decide(true)));
guarded(begin)();
