/** The timeline, and one postcard alone. */

import { get } from '../api.js';
import { listOf } from '../controls.js';
import { fromTemplate, section } from '../page.js';
import { postcard } from '../postcard.js';
import { session } from '../session.js';

export async function showTimeline() {
	if (session.me === null) return fromTemplate('welcome');
	const find = findPerson();
	return section('Timeline', find, await listOf('/api/timeline', postcard, firstSteps(find)));
}

export async function showPostcard(id) {
	const card = await get(`/api/postcards/${id}`);
	const page = section(`A postcard from @${card.author}`, postcard(card));
	page.classList.add('single');
	return page;
}

/** What a new person can do, instead of a blank page. */
function firstSteps(find) {
	const part = fromTemplate('first-steps');
	part.querySelector('button').addEventListener('click', () => find.elements.handle.focus());
	return part;
}

function findPerson() {
	const form = fromTemplate('find');
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const handle = form.elements.handle.value.trim().replace(/^@/, '').toLowerCase();
		if (handle) location.hash = `#/@${encodeURIComponent(handle)}`;
	});
	return form;
}
