"use strict";
// Keeps pages up to date. What the server sends are the same elements that it puts into pages: each has an ID, and in
// data-into the ID of the element it belongs into. Without this script every page still shows what was when it was asked for.
(() => {
  const notice = document.getElementById("connection");
  const streams = new Map();
  let lost = new Set();

  // Makes `from` what `to` is and leaves alone what is the same already, so that focus and selection stay.
  function morph(from, to) {
    if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || (from.id || "") !== (to.id || "")) {
      from.replaceWith(to);
      return;
    }
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.data !== to.data) from.data = to.data;
      return;
    }
    if (from.dataset.events && from.dataset.events === to.dataset.events) return;
    for (const {name} of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
    for (const {name, value} of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    if (from.nodeName === "PROGRESS") from.value = to.value;
    children(from, to);
  }

  function children(from, to) {
    let at = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      let found = at;
      if (wanted.id) {
        found = [...from.children].find(it => it.id === wanted.id);
      } else if (at && at.id) {
        found = null;
      }
      if (!found) {
        from.insertBefore(wanted, at);
      } else {
        const next = found === at ? at.nextSibling : at;
        if (found !== at) from.insertBefore(found, at);
        morph(found, wanted);
        at = next;
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  function apply(html, fresh, root) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const news = [...template.content.children];
    const boxes = [...document.querySelectorAll("[data-follow]")];
    const atEnd = boxes.filter(it => it.scrollHeight - it.scrollTop - it.clientHeight < 40);
    if (fresh) {
      const ids = new Set(news.map(it => it.id));
      for (const list of root.querySelectorAll("[data-list]")) {
        for (const child of [...list.children]) if (!ids.has(child.id)) child.remove();
      }
    }
    for (const element of news) {
      const known = document.getElementById(element.id);
      const place = document.getElementById(element.dataset.into);
      if (known) morph(known, element);
      else if (place) place.append(element);
    }
    for (const list of root.querySelectorAll("[data-keep]")) {
      while (list.children.length > Number(list.dataset.keep)) list.firstElementChild.remove();
    }
    for (const box of atEnd) box.scrollTop = box.scrollHeight;
    ago();
    watch();
  }

  function connection(url, isLost) {
    if (isLost) lost.add(url); else lost.delete(url);
    lost = new Set([...lost].filter(it => streams.has(it)));
    const was = notice.hidden;
    notice.hidden = lost.size === 0;
    if (was !== notice.hidden) {
      notice.textContent = notice.hidden ? "" : "Connection lost: this page is no longer up to date. Trying again\u2026";
    }
  }

  function open(stream) {
    const after = stream.last ? "?after=" + encodeURIComponent(stream.last) : "";
    const source = new EventSource(stream.url + after);
    stream.source = source;
    const news = fresh => event => {
      stream.last = event.lastEventId;
      stream.root.dataset.live = "yes";
      apply(event.data, fresh, stream.root);
    };
    source.onopen = () => { stream.wait = 2000; connection(stream.url, false); };
    source.addEventListener("patch", news(false));
    source.addEventListener("fresh", news(true));
    source.addEventListener("end", () => { source.close(); stream.ended = true; stream.root.dataset.live = "ended"; });
    // Who is there still comes back at once.
    source.addEventListener("again", () => { source.close(); open(stream); });
    source.onerror = () => {
      if (stream.ended) return;
      connection(stream.url, true);
      // Browsers come back by themselves, except after an answer that was no event stream.
      if (source.readyState === EventSource.CLOSED) {
        stream.timer = setTimeout(() => open(stream), stream.wait);
        stream.wait = Math.min(30000, stream.wait * 2);
      }
    };
  }

  function close(stream) {
    clearTimeout(stream.timer);
    if (stream.source) stream.source.close();
    stream.source = null;
  }

  // Opens what the page names and closes what it does not name any more.
  function watch() {
    const named = new Map([...document.querySelectorAll("[data-events]")].map(it => [it.dataset.events, it]));
    for (const [url, stream] of streams) {
      if (named.get(url) !== stream.root) {
        close(stream);
        streams.delete(url);
        connection(url, false);
      }
    }
    if (document.hidden) return;
    for (const [url, root] of named) {
      if (!streams.has(url)) {
        const stream = {url, root, last: root.dataset.after || "", wait: 2000, ended: false, source: null};
        streams.set(url, stream);
        open(stream);
      }
    }
  }

  // Browsers allow but a few connections to a server: pages that nobody sees give theirs back.
  document.addEventListener("visibilitychange", () => {
    for (const stream of streams.values()) {
      if (stream.ended) continue;
      if (document.hidden) close(stream);
      else if (!stream.source) open(stream);
    }
    watch();
  });

  function ago() {
    for (const time of document.querySelectorAll("time[data-ago], time[data-for]")) {
      const at = new Date(time.dateTime);
      const seconds = Math.max(0, (Date.now() - at) / 1000);
      const span = seconds < 90 ? Math.floor(seconds / 5) * 5 + " s"
        : seconds < 5400 ? Math.round(seconds / 60) + " min"
        : seconds < 129600 ? Math.round(seconds / 3600) + " h"
        : Math.round(seconds / 86400) + " days";
      const words = time.hasAttribute("data-for") ? (seconds < 5 ? "just now" : "for " + span)
        : seconds < 5 ? "just now" : span + " ago";
      if (time.textContent !== words) time.textContent = words;
      if (!time.title) time.title = at.toISOString().slice(0, 19).replace("T", " ") + " UTC";
    }
  }

  ago();
  setInterval(ago, 5000);
  for (const box of document.querySelectorAll("[data-follow]")) box.scrollTop = box.scrollHeight;
  watch();
})();
