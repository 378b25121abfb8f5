/** How a postcard looks, and what can be done with it. */

import { send } from './api.js';
import { toggle } from './controls.js';
import { announce, confirmed, count, focusHeading, fromTemplate, stamp, time } from './page.js';
import { report, session } from './session.js';

export function postcard({ id, author, message, photo, createdAt, likes, likedByMe }) {
	const moment = new Date(createdAt);
	const card = fromTemplate('postcard', {
		message,
		author: `@${author}`,
		day: moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }),
		year: moment.getFullYear()
	});
	const picture = card.querySelector('.picture');
	if (photo) {
		picture.firstElementChild.src = photo;
		picture.firstElementChild.alt = `Photo on @${author}'s postcard`;
	} else {
		picture.remove();
	}
	card.querySelectorAll('[data-open]').forEach((link) => link.href = `#/postcards/${id}`);
	card.querySelector('[data-author]').href = `#/@${author}`;
	stamp(card, author);
	time(card, createdAt);
	likeable(card, id, likes - likedByMe, likedByMe);
	deletable(card, id, author);
	return card;
}

function likeable(card, id, others, likedByMe) {
	const button = card.querySelector('.like');
	toggle(button, `/api/postcards/${id}/like`, likedByMe, (liked) => {
		button.setAttribute('aria-pressed', liked);
		button.querySelector('[data-likes]').textContent = count(others + liked, 'like');
	});
}

function deletable(card, id, author) {
	const button = card.querySelector('[data-delete]');
	button.hidden = author !== session.me?.handle;
	button.addEventListener('click', async () => {
		if (!await confirmed('Delete this postcard?')) return;
		try {
			await send('DELETE', `/api/postcards/${id}`);
			announce('Your postcard is deleted.');
			remove(card);
		} catch (problem) {
			report(problem);
		}
	});
}

function remove(card) {
	const entry = card.closest('li');
	if (entry) {
		entry.remove();
		focusHeading();
	} else {
		location.hash = '#/';
	}
}
