/* What the console adds to plain pages: it shows at once that a click was taken, sends a filter when it is chosen, leaves blank
   fields out of addresses, and keeps a second click from doing a thing twice. Everything works without it. */
(function () {
  'use strict';
  document.documentElement.classList.add('scripts');
  var busy = 0;
  function begin() { busy += 1; document.documentElement.classList.add('is-busy'); }
  function end() { busy = Math.max(0, busy - 1); if (!busy) { document.documentElement.classList.remove('is-busy'); } }
  document.addEventListener('htmx:beforeRequest', begin);
  document.addEventListener('htmx:afterRequest', end);
  window.addEventListener('pageshow', function (event) {
    if (event.persisted && document.getElementById('leave')) { window.location.reload(); return; }
    busy = 0;
    document.documentElement.classList.remove('is-busy');
    document.querySelectorAll('[data-sent]').forEach(function (form) { release(form); });
    reflect();
  });

  function release(form) {
    form.removeAttribute('data-sent');
    form.querySelectorAll('button[aria-disabled="true"]').forEach(function (button) { button.removeAttribute('aria-disabled'); });
  }

  /* A form is sent once; Back makes it ready again. */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    var submitter = event.submitter;
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    if (unkept && form.id === 'rows') {
      event.preventDefault();
      kept.then(function () { form.requestSubmit(submitter); });
      return;
    }
    var enterOnly = form.hasAttribute('data-no-enter') && !(submitter && submitter.matches('[type=submit]'));
    if (enterOnly) { event.preventDefault(); return; }
    if ((submitter && submitter.hasAttribute('formtarget')) || form.hasAttribute('data-download')) { return; }
    if (form.method === 'get') { dropBlank(form); }
    if (!form.hasAttribute('hx-boost') && !form.closest('[hx-boost="true"]')) {
      form.setAttribute('data-sent', '');
      form.querySelectorAll('button[type=submit]').forEach(function (button) { button.setAttribute('aria-disabled', 'true'); });
      document.documentElement.classList.add('is-busy');
    }
  });

  /* A tick is kept at once, one after another; what leads on from the list waits until it is. One that was not kept is taken back. */
  var kept = Promise.resolve();
  var unkept = 0;
  function keep(box) {
    var form = document.getElementById('leave');
    var tick = new URLSearchParams(new FormData(form));
    tick.set(box.checked ? 'leaveOut' : 'takeIn', box.value);
    unkept += 1;
    begin();
    kept = kept.then(function () {
      return fetch(form.action, { method: 'POST', body: tick, headers: { 'X-Tick': 'true' }, keepalive: true });
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (now) { leftOut(now.leftOut); }, function () {
      box.checked = !box.checked;
      say('This tick could not be kept, so it was taken back. Try it again.');
    }).then(function () { unkept -= 1; end(); });
  }
  function leftOut(number) {
    document.querySelectorAll('[data-left-out]').forEach(function (place) { place.textContent = number ? count(number) + ' left out' : ''; });
    document.querySelectorAll('.take-in').forEach(function (link) { link.hidden = !number; });
  }
  document.addEventListener('htmx:confirm', function (event) {
    if (!unkept) { return; }
    event.preventDefault();
    kept.then(function () { event.detail.issueRequest(true); });
  });

  /* A blank filter says nothing, so the address does not either. */
  function dropBlank(form) {
    var blanks = Array.prototype.filter.call(form.elements, function (field) { return field.name && (field.value === '' || field.name === 'except') && !field.disabled; });
    blanks.forEach(function (field) { field.disabled = true; });
    setTimeout(function () { blanks.forEach(function (field) { field.disabled = false; }); }, 0);
  }
  document.addEventListener('htmx:configRequest', function (event) {
    if (event.detail.verb !== 'get') { return; }
    var given = event.detail.formData;
    Array.from(given.keys()).forEach(function (name) {
      var kept = given.getAll(name).filter(function (value) { return value !== ''; });
      given.delete(name);
      kept.forEach(function (value) { given.append(name, value); });
    });
  });

  /* Enter moves nothing where a bulk change is made: only a button does. */
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || !event.target.matches('input,select')) { return; }
    if (event.target.form && event.target.form.hasAttribute('data-no-enter')) { event.preventDefault(); }
  });

  document.addEventListener('change', function (event) {
    var field = event.target;
    if (field.form && field.form.hasAttribute('data-auto') && field.type !== 'search' && field.type !== 'date') { field.form.requestSubmit(); return; }
    if (field.classList.contains('leave-box')) { keep(field); return; }
    if (field.hasAttribute('data-fills')) { fill(field); }
    if (field.hasAttribute('data-bytes-max')) { weigh(field); }
    reflect();
  });
  document.addEventListener('input', function (event) {
    if (event.target.hasAttribute('data-fills')) { fill(event.target); }
    if (event.target.hasAttribute('data-filled')) { touch(event.target); }
    if (event.target.hasAttribute('data-ticks')) { tick(event.target); }
    if (event.target.hasAttribute('data-typed')) { reflect(); }
  });

  /* The browser brings the caret into view, not the whole of the box that it stands in. */
  document.addEventListener('focusin', function (event) {
    if (event.target.tagName === 'TEXTAREA') { event.target.scrollIntoView({block: 'nearest'}); }
  });

  /* A date that is being typed is a date of year 2 for a moment: it is sent by Enter or when its field is left. */
  document.addEventListener('focusout', function (event) {
    var field = event.target;
    if (field.type !== 'date' || !field.form || !field.form.hasAttribute('data-auto') || field.validity.badInput || field.value === field.defaultValue) { return; }
    if (field.validity.valid) {
      field.form.requestSubmit();
    } else if (field.getAttribute('data-refused') !== field.value) {
      field.setAttribute('data-refused', field.value);
      field.reportValidity();
    }
  });

  /* The box above fills the same column of the lines that nobody typed into. */
  function fill(field) {
    document.querySelectorAll('[data-filled="' + field.getAttribute('data-fills') + '"]').forEach(function (each) {
      if (!each.disabled && !each.hasAttribute('data-touched')) { each.value = field.value; }
    });
  }

  /* What was typed into a line stays, also when the page comes again; a line made blank follows the box above again. */
  function touch(line) {
    var mark = line.form.elements['touched.' + line.name];
    line.toggleAttribute('data-touched', line.value !== '');
    if (line.value === '') {
      if (mark) { mark.remove(); }
    } else if (!mark) {
      mark = document.createElement('input');
      mark.type = 'hidden';
      mark.name = 'touched.' + line.name;
      mark.value = '1';
      line.after(mark);
    }
  }

  /* Whoever gives a code units means it to be in the group. */
  function tick(field) {
    var box = field.form.elements[field.getAttribute('data-ticks')];
    if (field.value !== '') { box.checked = true; }
  }

  /* A file that is too large is said at its field at once, and stays here. */
  function weigh(field) {
    var words = document.getElementById(field.id + '-large');
    var large = field.files.length > 0 && field.files[0].size > Number(field.getAttribute('data-bytes-max'));
    words.hidden = !large;
    field.setCustomValidity(large ? words.textContent : '');
    field.closest('.field').classList.toggle('wrong', large);
  }

  function count(number) { return number.toLocaleString(document.documentElement.lang === 'en' ? navigator.language : undefined); }

  /* What depends on what is ticked or chosen. */
  function reflect() {
    document.querySelectorAll('[data-live]').forEach(function (field) { field.value = 'true'; });
    document.querySelectorAll('[data-clears]').forEach(function (box) {
      var field = document.getElementById(box.getAttribute('data-clears'));
      if (field) { field.disabled = box.checked; }
    });
    document.querySelectorAll('[data-needs]').forEach(function (button) {
      var typed = document.getElementById(button.getAttribute('data-needs'));
      if (typed) { button.toggleAttribute('data-waits', typed.value.replace(/[^0-9]/g, '') !== typed.getAttribute('data-typed')); }
    });
  }

  /* What a swap changed is read aloud once: how many are listed, how far an operation is. */
  var told = '';
  function tell() {
    var news = document.querySelector('main [data-news]');
    var text = news ? news.getAttribute('data-news') : '';
    if (text !== told) { document.getElementById('news').textContent = text; told = text; }
  }
  document.addEventListener('htmx:afterSettle', function (event) {
    if (event.target.id === 'of-group') {
      document.querySelectorAll('[data-fills]').forEach(function (field) { if (field.value !== '') { fill(field); } });
    }
    reflect();
    tell();
  });

  /* No answer: it is said, and whoever asks every second goes on asking. */
  function away() {
    if (!document.querySelector('#said [data-away]')) {
      say('The service does not answer just now. Nothing is lost; it is asked again.').setAttribute('data-away', '');
    }
  }
  function say(text) {
    var words = document.createElement('span');
    words.textContent = text;
    document.getElementById('said').replaceChildren(words);
    return words;
  }
  document.addEventListener('htmx:sendError', away);
  document.addEventListener('htmx:responseError', function (event) {
    if (event.detail.xhr.status >= 500) { away(); } else if (event.detail.xhr.status !== 401 && event.detail.requestConfig.verb === 'get') { window.location.assign(event.detail.pathInfo.finalRequestPath); }
  });
  document.addEventListener('htmx:afterOnLoad', function () {
    var words = document.querySelector('#said [data-away]');
    if (words) { words.remove(); }
  });
  document.addEventListener('DOMContentLoaded', function () {
    var problem = document.getElementById('problem');
    if (problem) { problem.focus(); }
    var here = document.querySelector('.nav [aria-current]');
    if (here) { here.parentElement.scrollLeft = here.offsetLeft - 24; }
    reflect();
  });
})();
