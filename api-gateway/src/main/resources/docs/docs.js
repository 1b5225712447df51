// Narrows the overview to the routes that hold every word typed, and keeps the words in the address.
const field = document.getElementById('find');
if (field) {
  field.closest('.filter').hidden = false;
  const routes = [...document.querySelectorAll('.routes li')];
  const narrow = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const route of routes) {
      const text = route.textContent.toLowerCase();
      route.hidden = !words.every((word) => text.includes(word));
      shown += route.hidden ? 0 : 1;
    }
    for (const chapter of document.querySelectorAll('.chapter')) {
      chapter.hidden = !chapter.querySelector('li:not([hidden])');
    }
    document.getElementById('found').textContent = words.length ? `${shown} of ${routes.length} routes` : '';
    history.replaceState(null, '', words.length ? `#find=${encodeURIComponent(field.value)}` : location.pathname);
  };
  field.addEventListener('input', narrow);
  if (location.hash.startsWith('#find=')) {
    field.value = decodeURIComponent(location.hash.slice(6));
    narrow();
  }
}
