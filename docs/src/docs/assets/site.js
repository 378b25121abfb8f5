const root = document.documentElement;

function element(name, properties) {
	return Object.assign(document.createElement(name), properties);
}

// --- Dark mode: the reader's choice, else the system's ---------------------------
const theme = document.getElementById('theme');
const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
const nameTheme = () => theme.textContent = dark() ? 'Light' : 'Dark';
theme.hidden = false;
nameTheme();
theme.onclick = () => {
	root.dataset.theme = dark() ? 'light' : 'dark';
	localStorage.setItem('theme', root.dataset.theme);
	nameTheme();
};
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);

// --- Copy: only what a reader types or pastes, never output ----------------------
for (const pre of document.querySelectorAll('.listingblock:not(.output) pre.highlight')) {
	const copy = element('button', { type: 'button', className: 'copy', textContent: 'Copy' });
	copy.onclick = async () => {
		const code = pre.cloneNode(true);
		code.querySelectorAll('.conum, .conum + b').forEach((mark) => mark.remove());
		await navigator.clipboard.writeText(code.textContent.replace(/[ \t]+$/gm, ''));
		copy.textContent = 'Copied';
		setTimeout(() => copy.textContent = 'Copy', 1500);
	};
	pre.after(copy);
}
const reach = () => {
	for (const wide of document.querySelectorAll('pre, .lines, .scrolls, .imageblock .content, .chart')) {
		if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
	}
};
reach();
document.addEventListener('toggle', reach, true);

// --- A link to a folded difference unfolds it ---------------------------------------
const unfold = () => {
	const lines = location.hash && document.querySelector(`h3#${CSS.escape(location.hash.slice(1))} ~ details`);
	if (lines) lines.open = true;
};
addEventListener('hashchange', unfold);
unfold();

// --- On paper everything is unfolded -------------------------------------------------
let folded = [];
addEventListener('beforeprint', () => {
	folded = [...document.querySelectorAll('main details:not([open])')];
	folded.forEach((details) => details.open = true);
});
addEventListener('afterprint', () => folded.forEach((details) => details.open = false));

// --- Tabs: without this script all panels show, one below the other ---------------
let number = 0;
for (const first of document.querySelectorAll('.listingblock.primary')) {
	const panels = [first];
	while (panels.at(-1).nextElementSibling?.classList.contains('secondary')) panels.push(panels.at(-1).nextElementSibling);
	const bar = element('div', { className: 'tabs' });
	bar.setAttribute('role', 'tablist');
	const tabs = panels.map((panel) => {
		const title = panel.querySelector('.title');
		const tab = element('button', { type: 'button', textContent: title.textContent, id: `tab-${++number}` });
		panel.id = `panel-${number}`;
		tab.setAttribute('role', 'tab');
		tab.setAttribute('aria-controls', panel.id);
		panel.setAttribute('role', 'tabpanel');
		panel.setAttribute('aria-labelledby', tab.id);
		title.remove();
		return tab;
	});
	const show = (chosen) => tabs.forEach((tab, i) => {
		panels[i].hidden = i !== chosen;
		tab.setAttribute('aria-selected', i === chosen);
		tab.tabIndex = i === chosen ? 0 : -1;
	});
	tabs.forEach((tab, i) => {
		tab.onclick = () => show(i);
		tab.onkeydown = (event) => {
			const last = tabs.length - 1;
			const next = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last }[event.key];
			if (next === undefined) return;
			event.preventDefault();
			show(next);
			tabs[next].focus();
		};
	});
	bar.append(...tabs);
	first.before(bar);
	show(navigator.userAgent.includes('Windows') ? Math.max(0, tabs.findIndex((tab) => tab.textContent === 'Windows')) : 0);
}

// --- Search -------------------------------------------------------------------------
const finder = document.getElementById('finder');
const search = document.getElementById('search');
const [input, list] = [finder.querySelector('input'), finder.querySelector('ol')];
let index;
// For a word that is on no page the index answers with any that begins like it.
const holds = (hit, words) => {
	const marks = [...hit.excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map((mark) => mark[1].toLowerCase());
	const alike = (word, mark) => mark.includes(word.slice(0, 5)) || (word.startsWith(mark) && mark.length > word.length / 2);
	return words.every((word) => marks.some((mark) => alike(word, mark)));
};
search.hidden = false;
search.onclick = async () => {
	finder.showModal();
	index ??= await import(new URL(search.dataset.bundle, location.href));
};
input.onkeydown = (event) => {
	if (event.key === 'Enter') event.preventDefault();
};
input.oninput = async () => {
	index ??= await import(new URL(search.dataset.bundle, location.href));
	const found = await index.debouncedSearch(input.value);
	if (!found) return;
	const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
	const pages = await Promise.all(found.results.slice(0, 6).map((hit) => hit.data()));
	list.replaceChildren(...pages.flatMap((page) => page.sub_results.filter((hit) => holds(hit, words)).slice(0, 3)).map((hit) => {
		const item = element('li');
		item.append(element('a', { href: hit.url, textContent: hit.title }), element('p', { innerHTML: hit.excerpt }));
		return item;
	}));
	if (!list.children.length && input.value) list.append(element('li', { textContent: 'Nothing found.' }));
};
document.addEventListener('keydown', (event) => {
	if (event.key === '/' && !finder.open && !event.target.closest('input, textarea')) {
		event.preventDefault();
		search.click();
	}
});

// --- The calculator of the page on capacity -------------------------------------------
const calculator = document.getElementById('calculator');
if (calculator) {
	const field = (name) => Number(calculator.elements[name].value);
	const show = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true });
	const calculate = () => {
		const daily = field('users') * field('daily') / 100;
		const mean = daily * field('requests') / 86400;
		const peak = mean * field('peak');
		const results = { mean, peakrate: peak, writerate: peak * field('writes') / 100, data: daily * 5 * 2 * 365 / 1e6 };
		for (const [name, value] of Object.entries(results)) calculator.elements[name].value = show(value);
	};
	calculator.hidden = false;
	calculator.oninput = calculate;
	calculate();
}
