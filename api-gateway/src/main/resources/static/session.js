/*
 * The session of a page: warns before the idle log-off, keeps what was typed for the same person in this tab, puts it back after a
 * new sign-in, and gives htmx the token against forged requests. Reads one element: <meta name="authz-session">.
 */
(() => {
  "use strict";

  const meta = document.querySelector('meta[name="authz-session"]');
  if (!meta) return;

  const { user, key, csrfHeader, csrfToken } = meta.dataset;
  const warnSeconds = Number(meta.dataset.warnSeconds);
  const prefix = "authz.form.";
  const nothingTyped = new Set(["password", "hidden", "file", "submit", "button", "image", "reset"]);
  let leavesAt = Date.now() + Number(meta.dataset.secondsLeft) * 1000;
  let warning = null;
  let timer = 0;
  const dirty = new Set();

  const secondsLeft = () => Math.max(0, Math.round((leavesAt - Date.now()) / 1000));

  // --- what was typed -------------------------------------------------------------------------------------------------------

  const forms = () => [...document.forms].filter((form) => !form.hasAttribute("data-session-log-off") && form.method !== "get");

  const nameOf = (form) => {
    const name = form.getAttribute("id") || form.getAttribute("name") || form.getAttribute("action") || "";
    const same = forms().filter((other) => (other.getAttribute("id") || other.getAttribute("name") || other.getAttribute("action") || "") === name);
    return name + "#" + same.indexOf(form);
  };

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !nothingTyped.has(field.type));

  const save = (form, sent) => {
    const values = fieldsOf(form).map((field) => [
      field.name,
      field.type === "checkbox" || field.type === "radio" ? [field.value, field.checked]
        : field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value)
        : field.value,
    ]);
    const kept = { user, key, sent, page: location.pathname + location.search, form: nameOf(form), values };
    try {
      sessionStorage.setItem(prefix + kept.page + "|" + kept.form, JSON.stringify(kept));
    } catch {
      // The browser keeps nothing for this page; the warning still comes in time.
    }
  };

  const saveAll = (sent) => forms().filter((form) => dirty.has(form)).forEach((form) => save(form, sent));

  const kept = () => Object.keys(sessionStorage)
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      try {
        return [name, JSON.parse(sessionStorage.getItem(name))];
      } catch {
        return [name, null];
      }
    });

  const forgetAll = () => kept().forEach(([name]) => sessionStorage.removeItem(name));

  const forgetPage = () => kept()
    .filter(([, entry]) => entry && entry.key === key && entry.page === location.pathname + location.search)
    .forEach(([name]) => sessionStorage.removeItem(name));

  const put = (form, values) => {
    const fields = fieldsOf(form);
    const used = new Map();
    values.forEach(([name, value]) => {
      const nth = used.get(name) || 0;
      used.set(name, nth + 1);
      const field = fields.filter((each) => each.name === name)[nth];
      if (!field) return;
      if (field.type === "checkbox" || field.type === "radio") {
        const chosen = fields.find((each) => each.name === name && each.type === field.type && each.value === value[0]);
        if (chosen) chosen.checked = value[1];
      } else if (field.type === "select-multiple") {
        [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
      } else {
        field.value = value;
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  const note = () => {
    const bar = document.createElement("p");
    bar.className = "session-note";
    bar.setAttribute("role", "status");
    bar.textContent = "Your session had ended. What you typed was put back; nothing of it was sent.";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => bar.remove());
    bar.append(close);
    document.body.prepend(bar);
  };

  // What another person typed goes at once. A form that was sent while this same session lasted has arrived.
  const restore = () => {
    const page = location.pathname + location.search;
    let restored = false;
    kept().forEach(([name, entry]) => {
      if (!entry || entry.user !== user || (entry.key === key && entry.sent)) {
        sessionStorage.removeItem(name);
      } else if (entry.key !== key && entry.page === page) {
        const form = forms().find((each) => nameOf(each) === entry.form);
        if (form) {
          sessionStorage.removeItem(name);
          put(form, entry.values);
          restored = true;
        }
      }
    });
    if (restored) note();
  };

  // --- time -----------------------------------------------------------------------------------------------------------------

  const ask = async (method, path) => {
    const headers = { Accept: "application/json" };
    if (method === "POST") headers[csrfHeader] = csrfToken;
    const answer = await fetch(path, { method, headers, credentials: "same-origin" });
    const left = answer.ok ? (await answer.json()).secondsLeft : 0;
    leavesAt = Date.now() + left * 1000;
    return left;
  };

  const end = () => {
    saveAll(false);
    location.assign(location.href);
  };

  const arm = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(tick, Math.min(Math.max(seconds, 0) * 1000, 2_000_000_000));
  };

  const dialog = () => {
    const box = document.createElement("dialog");
    box.className = "session-warning";
    box.setAttribute("aria-labelledby", "session-warning-title");
    const title = document.createElement("h2");
    title.id = "session-warning-title";
    title.textContent = "Are you still there?";
    const text = document.createElement("p");
    const buttons = document.createElement("div");
    buttons.className = "session-buttons";
    const stay = document.createElement("button");
    stay.type = "button";
    stay.textContent = "Stay signed in";
    stay.autofocus = true;
    stay.addEventListener("click", async () => {
      try {
        const left = await ask("POST", "/session/extend");
        if (left > 0) {
          forgetPage();
          closeWarning();
          arm(left - warnSeconds);
        } else {
          end();
        }
      } catch {
        text.textContent = "The server does not answer just now. What you typed is kept in this tab.";
      }
    });
    const leave = document.createElement("button");
    leave.type = "button";
    leave.className = "quiet";
    leave.textContent = "Log off now";
    leave.addEventListener("click", () => {
      const logOff = document.querySelector("form[data-session-log-off]");
      if (logOff) logOff.requestSubmit();
    });
    buttons.append(stay, leave);
    box.append(title, text, buttons);
    box.addEventListener("cancel", (event) => { event.preventDefault(); stay.click(); });
    document.body.append(box);
    return { box, text };
  };

  const closeWarning = () => {
    if (!warning) return;
    warning.box.close();
    warning.box.remove();
    warning = null;
  };

  const inWords = (seconds) => seconds > 90 ? Math.round(seconds / 60) + " minutes" : seconds + " seconds";

  const warn = () => {
    saveAll(false);
    if (!warning) {
      warning = dialog();
      warning.box.showModal();
    }
    warning.text.textContent = "Nothing was done here for a while. In " + inWords(secondsLeft())
      + " you will be logged off. What you typed is kept in this tab and put back when you sign in again.";
  };

  // Another tab may have prolonged the session meanwhile, so the server is asked before anything is said.
  const tick = async () => {
    try {
      const left = await ask("GET", "/session");
      if (left === 0) {
        end();
      } else if (left > warnSeconds) {
        if (warning) forgetPage();
        closeWarning();
        arm(left - warnSeconds);
      } else {
        warn();
        arm(Math.min(left, 10));
      }
    } catch {
      // No answer: the page says nothing that it does not know, and asks again.
      arm(10);
    }
  };

  // --- what happens in the page ---------------------------------------------------------------------------------------------

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form) {
      dirty.add(form);
      if (warning) save(form, false);
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-session-log-off")) {
      forgetAll();
    } else if (dirty.has(form) && form.method !== "get") {
      save(form, true);
    }
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers[csrfHeader] = csrfToken;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 401) saveAll(false);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) tick();
  });

  restore();
  arm(secondsLeft() - warnSeconds);
})();
