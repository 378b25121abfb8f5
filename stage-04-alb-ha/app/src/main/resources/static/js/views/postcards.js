/** The timeline, and one postcard alone. */

import { get } from '../api.js';
import { listOf } from '../controls.js';
import { fromTemplate, section } from '../page.js';
import { postcard } from '../postcard.js';
import { session } from '../session.js';

export async function showTimeline() {
	if (!session.me) return fromTemplate('welcome');
	return section('Timeline', findPerson(),
		await listOf('/api/timeline', postcard, 'No postcards yet. Write your first, or find somebody to follow.'));
}

export async function showPostcard(id) {
	const card = await get(`/api/postcards/${id}`);
	const page = section(`A postcard from @${card.author}`, postcard(card));
	page.classList.add('single');
	return page;
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
