/** Parts of a page. Data goes in as text, never as markup. */

let clearing;

/** A copy of a template of index.html, with texts put where `data-<name>` says. */
export function fromTemplate(id, texts = {}) {
	const copy = document.getElementById(id).content.firstElementChild.cloneNode(true);
	for (const [name, text] of Object.entries(texts)) {
		copy.querySelector(`[data-${name}]`).textContent = text;
	}
	return copy;
}

export function section(title, ...parts) {
	const part = document.createElement('section');
	part.append(document.createElement('h1'), ...parts);
	part.firstChild.textContent = title;
	return part;
}

/** Moves focus, and with it what a screen reader reads, to the heading of the page. */
export function focusHeading() {
	const heading = document.querySelector('main h1');
	heading.tabIndex = -1;
	heading.focus({ preventScroll: true });
}

/** Says something to everyone, those who listen included. */
export function announce(message) {
	const status = document.getElementById('status');
	clearTimeout(clearing);
	status.textContent = message;
	clearing = setTimeout(() => status.textContent = '', 6_000);
}

/** Asks before something that cannot be undone. */
export function confirmed(question) {
	const dialog = document.getElementById('confirm');
	document.getElementById('question').textContent = question;
	dialog.returnValue = 'no';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
	});
}

/** Everyone has a stamp of their own: its picture and inks follow from the handle. */
export function stamp(part, handle) {
	const number = [...handle].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 997, 7);
	const element = part.querySelector('.stamp');
	element.dataset.inks = number % 6;
	element.querySelector('use').setAttribute('href', `art.svg#stamp-${number % 4}`);
	element.querySelector('b').textContent = handle[0];
}

/** "1 like", "2 likes". */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Shows when something happened: roughly for a week, then the date; exactly for who points at it. */
export function time(part, instant) {
	const element = part.querySelector('time');
	const date = new Date(instant);
	const seconds = (Date.now() - date) / 1000;
	const [unit, size] = [['day', 86400], ['hour', 3600], ['minute', 60]].find(([, size]) => seconds >= size) ?? [];
	element.dateTime = instant;
	element.title = date.toLocaleString('en');
	if (!unit) element.textContent = 'just now';
	else if (seconds > 7 * 86400) element.textContent = date.toLocaleDateString('en', { dateStyle: 'medium' });
	else element.textContent = new Intl.RelativeTimeFormat('en').format(-Math.floor(seconds / size), unit);
}
