/** Forms, on-off buttons and growing lists: what they have in common is a server that may refuse. */

import { get, Problem, send } from './api.js';
import { announce, fromTemplate } from './page.js';
import { askToSignIn, report, session } from './session.js';

/** Calls `action` with the form's data, one at a time. A Problem is shown at the fields it is about. */
export function onSubmit(form, action) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		if (form.classList.contains('sending')) return;
		form.classList.add('sending');
		announce('');
		form.querySelectorAll('.error').forEach((error) => error.textContent = '');
		form.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
		try {
			await action(new FormData(form));
		} catch (problem) {
			if (problem.status === 401 && session.me) askToSignIn();
			else showProblem(form, problem);
		} finally {
			form.classList.remove('sending');
		}
	});
}

/** Shows a problem at the fields that it is about, or else below them. */
export function showProblem(form, { status, message, errors = [] }) {
	const aboutPhoto = status === 413 || status === 415;
	for (const error of aboutPhoto ? [{ field: 'photo', message }] : errors) {
		const field = form.elements.namedItem(error.field);
		if (!field) continue;
		const sentence = aboutPhoto ? message : `${field.labels[0].textContent} ${error.message}.`;
		field.setAttribute('aria-invalid', 'true');
		document.getElementById(`${field.id}-error`).textContent = sentence;
	}
	const atFault = form.querySelector('[aria-invalid]');
	if (atFault) atFault.focus();
	else form.querySelector('[data-problem]').textContent = message;
}

/** A button for what is so or not (a like, a follow): shows the new state at once, takes it back when refused. */
export function toggle(button, path, on, show) {
	let sending = false;
	const set = (value) => show(on = value);
	button.addEventListener('click', async () => {
		if (session.me === null) return askToSignIn();
		if (sending) return;
		sending = true;
		announce('');
		set(!on);
		try {
			await send(on ? 'PUT' : 'DELETE', path);
		} catch (problem) {
			set(!on);
			report(problem);
		}
		sending = false;
	});
	set(on);
}

/**
 * A list of what `path` answers, newest first, each shown by `show`; a button below it fetches what is older. A text or
 * an element says what an empty list means.
 */
export async function listOf(path, show, empty) {
	const part = fromTemplate('list');
	part.querySelector('[data-empty]').append(empty);
	const list = part.querySelector('ul');
	const older = part.querySelector('.older button');
	let next = null;

	async function load() {
		const page = await get(next ? `${path}?before=${next}` : path);
		next = page.next;
		older.hidden = next === null;
		const entries = page.items.map((item) => {
			const entry = document.createElement('li');
			entry.append(show(item));
			return entry;
		});
		list.append(...entries);
		return entries;
	}

	older.addEventListener('click', async () => {
		older.disabled = true;
		try {
			const [first] = await load();
			first?.querySelector('a').focus();
		} catch (problem) {
			report(problem);
		}
		older.disabled = false;
	});
	await load();
	part.querySelector('[data-empty]').hidden = list.childElementCount > 0;
	return part;
}
