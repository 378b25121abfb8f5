/** Writing a postcard. */

import { Problem, send } from '../api.js';
import { onSubmit, showProblem } from '../controls.js';
import { announce, fromTemplate } from '../page.js';
import { session } from '../session.js';

/** Kept until it is sent, also while its author looks elsewhere or signs in again. */
let draft = {};

export function showWrite() {
	if (!session.me) throw new Problem(session.me === null ? 401 : 503);
	if (draft.author !== session.me.handle) draft = { author: session.me.handle, message: '' };
	const page = fromTemplate('write');
	const form = page.querySelector('form');
	const { message, photo } = form.elements;
	message.value = draft.message;
	if (draft.photo) photo.files = draft.photo;
	message.addEventListener('input', () => keepMessage(form));
	photo.addEventListener('change', () => keepPhoto(form));
	form.addEventListener('input', () => delete draft.key);
	page.querySelector('[data-remove]').addEventListener('click', () => {
		photo.value = '';
		delete draft.key;
		photo.focus();
		keepPhoto(form);
	});
	keepMessage(form);
	keepPhoto(form);
	onSubmit(form, sendPostcard);
	return page;
}

async function sendPostcard(data) {
	const { size } = data.get('photo');
	if (size > 5 * 1024 * 1024) throw new Problem(413);
	if (size === 0) data.delete('photo');
	draft.key ??= newKey();
	await send('POST', '/api/postcards', data, { 'Idempotency-Key': draft.key });
	draft = {};
	announce('Your postcard is on its way.');
	location.hash = '#/';
}

/** Whoever sends the same draft again, after an error, has sent it once. `crypto.randomUUID` wants HTTPS. */
function newKey() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function keepMessage(form) {
	draft.message = form.elements.message.value;
	form.querySelector('[data-count]').textContent = [...draft.message].length;
}

function keepPhoto(form) {
	const { photo } = form.elements;
	const { files } = photo;
	const preview = form.querySelector('[data-preview]');
	const image = preview.querySelector('img');
	URL.revokeObjectURL(image.src);
	photo.removeAttribute('aria-invalid');
	form.querySelector('#photo-error').textContent = '';
	draft.photo = files.length ? files : null;
	preview.hidden = !draft.photo;
	image.hidden = false;
	if (!draft.photo) return;
	// What the browser cannot show is no picture: say so before it is sent.
	image.onerror = () => {
		image.hidden = true;
		showProblem(form, new Problem(415));
	};
	image.src = URL.createObjectURL(files[0]);
}
